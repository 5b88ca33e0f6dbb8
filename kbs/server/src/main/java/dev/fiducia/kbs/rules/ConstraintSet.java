package dev.fiducia.kbs.rules;

import dev.fiducia.ha.store.StoredRecord;
import dev.fiducia.policy.constraint.Change;
import dev.fiducia.policy.constraint.ConstraintEngine;
import dev.fiducia.policy.value.RegoJson;
import dev.fiducia.policy.value.RegoJsonException;
import dev.fiducia.policy.value.RegoObject;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// All stored templates and constraints at one moment. Immutable.
///
/// @param documents as they are stored, by the keys of their records
/// @param broken stored documents that this version does not take: they count as violated by
///   everything
record ConstraintSet(
        ConstraintEngine engine, Map<String, RuleDocument> documents, List<String> broken) {
    static final String TEMPLATE = "template/";
    static final String CONSTRAINT = "constraint/";

    ConstraintSet {
        documents = Map.copyOf(documents);
        broken = List.copyOf(broken);
    }

    static ConstraintSet of(List<StoredRecord> records) {
        ConstraintEngine engine = ConstraintEngine.empty();
        Map<String, RuleDocument> documents = new HashMap<>();
        List<String> broken = new ArrayList<>();
        for (String prefix : List.of(TEMPLATE, CONSTRAINT)) {
            for (StoredRecord stored : records) {
                if (stored.key().startsWith(prefix)) {
                    RuleDocument document = decode(stored);
                    documents.put(stored.key(), document);
                    Change change = apply(engine, prefix, document.document());
                    engine = change.engine();
                    if (!change.isApplied()) {
                        broken.add(stored.key() + ": " + change.errors());
                    }
                }
            }
        }
        return new ConstraintSet(engine, documents, broken);
    }

    static Change apply(ConstraintEngine engine, String prefix, RegoObject document) {
        return prefix.equals(TEMPLATE)
                ? engine.withTemplate(document)
                : engine.withConstraint(document);
    }

    Optional<RuleDocument> document(String key) {
        return Optional.ofNullable(documents.get(key));
    }

    static RuleDocument decode(StoredRecord stored) {
        try {
            String text = new String(stored.value(), StandardCharsets.UTF_8);
            if (RegoJson.parse(text) instanceof RegoObject document) {
                String name = stored.key().substring(stored.key().lastIndexOf('/') + 1);
                return new RuleDocument(document, name);
            }
        } catch (RegoJsonException e) {
            throw new IllegalStateException("the rule " + stored.key() + " is damaged", e);
        }
        throw new IllegalStateException("the rule " + stored.key() + " is damaged");
    }
}
