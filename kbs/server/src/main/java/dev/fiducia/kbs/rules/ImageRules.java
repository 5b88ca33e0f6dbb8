package dev.fiducia.kbs.rules;

import dev.fiducia.ha.audit.AuditEntry;
import dev.fiducia.ha.store.Namespace;
import dev.fiducia.ha.store.NamespaceView;
import dev.fiducia.ha.store.RecordStore;
import dev.fiducia.ha.store.StoredRecord;
import dev.fiducia.kbs.api.AdminCommits;
import dev.fiducia.kbs.api.AdminRecords;
import dev.fiducia.kbs.api.AdminRecords.Plan;
import dev.fiducia.kbs.api.AdminRecords.Tagged;
import dev.fiducia.kbs.api.ApiProblem;
import dev.fiducia.kbs.api.Made;
import dev.fiducia.kbs.api.Terms;
import dev.fiducia.policy.image.AllowedRegistries;
import dev.fiducia.policy.image.ImageLookup;
import dev.fiducia.policy.image.ImagePolicy;
import dev.fiducia.policy.image.ImagePolicyConfig;
import dev.fiducia.policy.image.ImagePolicyException;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The rules on images: which registries they may come from, and which of them may run. Without any
/// all may. Thread-safe.
final class ImageRules {
    private static final Namespace NAMESPACE = new Namespace("image-rule");

    private final AdminRecords<String> records;
    private final NamespaceView<InForce> view;

    ImageRules(RecordStore store, AdminCommits commits) {
        this.records = AdminRecords.ofText(store, commits, NAMESPACE);
        this.view = new NamespaceView<>(store, NAMESPACE, InForce::of);
    }

    /// The two sets of rules.
    enum Kind {
        REGISTRY("registry-rules"),
        EXECUTION("execution-rules");

        private final String key;

        Kind(String key) {
            this.key = key;
        }

        String key() {
            return key;
        }
    }

    /// All rules at one moment.
    ///
    /// @param broken why stored rules can't be used by this version, if they can't
    record InForce(
            Map<String, String> texts,
            Optional<AllowedRegistries> registries,
            Optional<ImagePolicy> execution,
            Optional<String> broken) {

        static InForce of(List<StoredRecord> records) {
            Map<String, String> texts = new HashMap<>();
            records.forEach(each ->
                    texts.put(each.key(), new String(each.value(), StandardCharsets.UTF_8)));
            String registries = texts.get(Kind.REGISTRY.key());
            String execution = texts.get(Kind.EXECUTION.key());
            try {
                return new InForce(
                        texts,
                        registries == null
                                ? Optional.empty()
                                : Optional.of(AllowedRegistries.parse(registries)),
                        execution == null ? Optional.empty() : Optional.of(policy(execution)),
                        Optional.empty());
            } catch (ImagePolicyException e) {
                return new InForce(
                        texts,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(String.valueOf(e.getMessage())));
            }
        }

        /// Whether any image is as good as any other.
        boolean isEmpty() {
            return texts.isEmpty();
        }
    }

    InForce current() {
        return view.current();
    }

    /// The rules of a kind with the tag of their record; empty where none are set.
    Optional<Tagged<String>> find(Kind kind) {
        return records.find(kind.key());
    }

    Made<String> set(Kind kind, String text, Terms terms) throws ApiProblem {
        try {
            switch (kind) {
                case REGISTRY -> AllowedRegistries.parse(text);
                case EXECUTION -> policy(text);
            }
        } catch (ImagePolicyException e) {
            throw ApiProblem.malformed("rule-refused", String.valueOf(e.getMessage()));
        }
        return records.change(
                kind.key(),
                terms,
                known ->
                        known.filter(text::equals).isPresent()
                                ? new Plan.Keep<>(text)
                                : Plan.put(text, entry(kind, "set", terms)));
    }

    Made<String> remove(Kind kind, Terms terms) throws ApiProblem {
        return records.change(
                kind.key(),
                terms,
                known ->
                        Plan.remove(
                                known.orElseThrow(() ->
                                        ApiProblem.unknown(
                                                "rule-unknown", "no such rules are set")),
                                entry(kind, "delete", terms)));
    }

    private static AuditEntry entry(Kind kind, String action, Terms terms) {
        return AuditEntry.of(terms.by(), "rule." + action, kind.key(), Map.of());
    }

    /// Nothing looks images up: what a rule would have to know of one beyond its name is unknown.
    private static ImagePolicy policy(String text) throws ImagePolicyException {
        return new ImagePolicy(ImagePolicyConfig.parse(text), ImageLookup.none(), null);
    }
}
