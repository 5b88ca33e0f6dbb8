package dev.fiducia.kbs.policy;

import dev.fiducia.attestation.Refusal;
import dev.fiducia.attestation.appraisal.PolicyUpload;
import dev.fiducia.ha.store.Change;
import dev.fiducia.ha.store.CommitResult;
import dev.fiducia.ha.store.Namespace;
import dev.fiducia.ha.store.RecordStore;
import dev.fiducia.ha.store.StoreException;
import dev.fiducia.ha.store.StoredRecord;
import dev.fiducia.kbs.config.PolicyConfig;
import dev.fiducia.policy.Diagnostic;
import dev.fiducia.policy.Severity;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/// The one policy for all attested requests: the stored one, or the profile's default until someone
/// stores one. Thread-safe.
public final class ResourcePolicy {
    /// Holds the policy, among the KBS's own records.
    public static final Namespace NAMESPACE = new Namespace("kbs");

    private static final String KEY = "resource-policy";
    private static final int MAX_BYTES = 1 << 20;
    private static final int MAX_REPORTED = 10;

    private final RecordStore store;
    private final String defaultText;
    private volatile @Nullable Loaded loaded;

    public ResourcePolicy(RecordStore store, PolicyConfig.Profile profile) {
        this.store = store;
        this.defaultText = DefaultResourcePolicies.text(profile);
    }

    /// The policy as it was at a generation of the namespace or later.
    private record Loaded(long generation, CompiledResourcePolicy.Result policy) {}

    /// Decides one request.
    public Decision decide(ReleaseQuestion question) {
        CompiledResourcePolicy.Result current;
        try {
            current = current();
        } catch (StoreException e) {
            return new Decision.Failed("the policy store: " + e.getMessage());
        }
        return current.policy()
                .map(policy -> policy.decide(question))
                .orElseGet(() ->
                        new Decision.Failed(
                                "the stored policy is not usable: "
                                        + describe(current.diagnostics())));
    }

    /// Replaces the policy, if the new text compiles. It is in force for the next request.
    public PolicyUpload set(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > MAX_BYTES) {
            return rejected("policy-too-large", "a policy has at most " + MAX_BYTES + " bytes");
        }
        CompiledResourcePolicy.Result result = CompiledResourcePolicy.compile(text);
        if (result.policy().isEmpty()) {
            return rejected("policy-invalid", describe(result.diagnostics()));
        }
        while (true) {
            long version =
                    store.get(NAMESPACE, KEY).map(StoredRecord::version).orElse(Change.ABSENT);
            switch (store.commit(List.of(new Change.Put(NAMESPACE, KEY, bytes, version)))) {
                case CommitResult.Committed _ -> {
                    return new PolicyUpload.Stored(result.diagnostics());
                }
                case CommitResult.Conflict _ -> {} // someone else was faster: the last one counts
            }
        }
    }

    /// The text in force.
    public String text() {
        return store.get(NAMESPACE, KEY)
                .map(stored -> new String(stored.value(), StandardCharsets.UTF_8))
                .orElse(defaultText);
    }

    private CompiledResourcePolicy.Result current() {
        long generation = store.generation(NAMESPACE);
        Loaded known = loaded;
        if (known == null || known.generation() < generation) {
            known = new Loaded(generation, CompiledResourcePolicy.compile(text()));
            loaded = known;
        }
        return known.policy();
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
}
