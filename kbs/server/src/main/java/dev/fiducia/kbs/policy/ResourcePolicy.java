package dev.fiducia.kbs.policy;

import dev.fiducia.attestation.Refusal;
import dev.fiducia.attestation.appraisal.PolicyUpload;
import dev.fiducia.ha.seal.Sha256;
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
    private record Loaded(long generation, CompiledResourcePolicy.Result policy, String digest) {}

    /// A decision, and whose it was.
    ///
    /// @param digest `sha256:` and the hexadecimal digest of the policy's text; empty where there
    ///   was none to ask
    public record Judged(Decision decision, String digest) {}

    /// Decides one request.
    public Decision decide(ReleaseQuestion question) {
        return judge(question).decision();
    }

    /// Decides one request, and says by which policy.
    public Judged judge(ReleaseQuestion question) {
        Loaded current;
        try {
            current = current();
        } catch (StoreException e) {
            return new Judged(new Decision.Failed("the policy store: " + e.getMessage()), "");
        }
        Decision decision =
                current.policy()
                        .policy()
                        .map(policy -> policy.decide(question))
                        .orElseGet(() ->
                                new Decision.Failed(
                                        "the stored policy is not usable: "
                                                + describe(current.policy().diagnostics())));
        return new Judged(decision, current.digest());
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

    private Loaded current() {
        long generation = store.generation(NAMESPACE);
        Loaded known = loaded;
        if (known == null || known.generation() < generation) {
            String text = text();
            known =
                    new Loaded(
                            generation,
                            CompiledResourcePolicy.compile(text),
                            "sha256:" + Sha256.hex(text.getBytes(StandardCharsets.UTF_8)));
            loaded = known;
        }
        return known;
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
