package dev.fiducia.attestation.appraisal;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import dev.fiducia.attestation.Refusal;
import dev.fiducia.crypto.CryptoSuite;
import dev.fiducia.crypto.HashAlgorithm;
import dev.fiducia.ha.store.Change;
import dev.fiducia.ha.store.CommitResult;
import dev.fiducia.ha.store.Namespace;
import dev.fiducia.ha.store.RecordLimits;
import dev.fiducia.ha.store.RecordPage;
import dev.fiducia.ha.store.RecordStore;
import dev.fiducia.ha.store.StoredRecord;
import dev.fiducia.policy.Diagnostic;
import dev.fiducia.policy.Severity;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The attestation policies of the service, by id (`default_cpu`: policy and TEE class).
/// Thread-safe.
///
/// What someone set is stored and counts; the built-in defaults fill the gaps and are never stored,
/// so they follow the version of the service.
public final class AttestationPolicies {
    /// Holds one record a policy.
    public static final Namespace NAMESPACE = new Namespace("attestation_service_policy");

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9._/-]{1,128}");
    private static final int MAX_BYTES = 1 << 20;
    private static final int MAX_COMPILED = 128;
    private static final int MAX_REPORTED = 10;

    private final RecordStore store;
    private final CryptoSuite crypto;
    private final Cache<String, AppraisalPolicy.Compiled> compiled =
            Caffeine.newBuilder().maximumSize(MAX_COMPILED).build();
    private volatile Loaded loaded = new Loaded(-1, new ConcurrentHashMap<>());

    public AttestationPolicies(RecordStore store, CryptoSuite crypto) {
        this.store = store;
        this.crypto = crypto;
    }

    /// Policies as they were at a generation of the namespace or later, by id.
    private record Loaded(long generation, ConcurrentMap<String, Entry> byId) {}

    private sealed interface Entry {
        record Usable(AppraisalPolicy policy) implements Entry {}

        record Unusable(Refusal refusal) implements Entry {}
    }

    /// Sets a policy, in place of what was there. It is in force for the next appraisal.
    public PolicyUpload set(String id, String text) {
        if (!ID.matcher(id).matches()) {
            return rejected(
                    "policy-id", "a policy id has 1 to 128 characters of A-Z a-z 0-9 . _ / -");
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > MAX_BYTES) {
            return rejected("policy-too-large", "a policy has at most " + MAX_BYTES + " bytes");
        }
        AppraisalPolicy.Compiled result = compile(id, text);
        if (result.policy().isEmpty()) {
            return rejected("policy-invalid", describe(result.diagnostics()));
        }
        while (true) {
            long version =
                    store.get(NAMESPACE, id).map(StoredRecord::version).orElse(Change.ABSENT);
            switch (store.commit(List.of(new Change.Put(NAMESPACE, id, bytes, version)))) {
                case CommitResult.Committed _ -> {
                    return new PolicyUpload.Stored(result.diagnostics());
                }
                case CommitResult.Conflict _ -> {} // someone else was faster: the last one counts
            }
        }
    }

    /// The text that is in force under an id.
    public Optional<String> get(String id) {
        return ID.matcher(id).matches() ? text(id) : Optional.empty();
    }

    /// All ids, defaults included, in order.
    public List<String> list() {
        SortedSet<String> ids = new TreeSet<>(DefaultPolicies.ids());
        @Nullable String after = null;
        do {
            RecordPage page = store.list(NAMESPACE, "", after, RecordLimits.PAGE);
            page.records().forEach(stored -> ids.add(stored.key()));
            after = page.next().orElse(null);
        } while (after != null);
        return List.copyOf(ids);
    }

    /// What the policy `<id>_<class>` says of this annotated evidence.
    public PolicyResult judge(
            String id, String teeClass, JsonNode annotatedEvidence, ReferenceLookup references) {
        return switch (entry(id + "_" + teeClass)) {
            case Entry.Unusable(Refusal refusal) -> new PolicyResult.Refused(refusal);
            case Entry.Usable(AppraisalPolicy policy) ->
                    policy.judge(annotatedEvidence, references);
        };
    }

    private Entry entry(String key) {
        long generation = store.generation(NAMESPACE);
        Loaded current = loaded;
        if (current.generation() < generation) {
            current = new Loaded(generation, new ConcurrentHashMap<>());
            loaded = current;
        }
        Entry known = current.byId().get(key);
        if (known != null) {
            return known;
        }
        Entry read = read(key);
        if (read
                instanceof
                Entry.Usable) { // ids that name nothing come from outside and would pile up
            current.byId().put(key, read);
        }
        return read;
    }

    private Entry read(String key) {
        Optional<String> text = get(key);
        if (text.isEmpty()) {
            return unusable("policy-not-found", "Policy `" + key + "` not found");
        }
        AppraisalPolicy.Compiled result = compile(key, text.get());
        return result.policy()
                .<Entry>map(Entry.Usable::new)
                .orElseGet(() ->
                        unusable(
                                "policy-invalid",
                                "Policy `" + key + "`: " + describe(result.diagnostics())));
    }

    private Optional<String> text(String id) {
        return store.get(NAMESPACE, id)
                .map(stored -> new String(stored.value(), StandardCharsets.UTF_8))
                .or(() -> DefaultPolicies.text(id));
    }

    private AppraisalPolicy.Compiled compile(String id, String text) {
        byte[] content = text.getBytes(StandardCharsets.UTF_8);
        String digest = HexFormat.of().formatHex(crypto.digest(HashAlgorithm.SHA256, content));
        return compiled.get(digest, _ -> AppraisalPolicy.compile(id, text));
    }

    private static String describe(List<Diagnostic> diagnostics) {
        return diagnostics.stream()
                .filter(diagnostic -> diagnostic.severity() == Severity.ERROR)
                .limit(MAX_REPORTED)
                .map(Diagnostic::toString)
                .collect(Collectors.joining("; "));
    }

    private static PolicyUpload rejected(String code, String message) {
        return new PolicyUpload.Rejected(Refusal.of(code, message));
    }

    private static Entry unusable(String code, String message) {
        return new Entry.Unusable(Refusal.of(code, message));
    }
}
