package dev.fiducia.kbs.rules;

import dev.fiducia.ha.audit.AuditEntry;
import dev.fiducia.ha.store.Change;
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
import dev.fiducia.policy.constraint.ConstraintError;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// The templates and constraints of the service. A change is one commit that holds only if no other
/// came since the state that it was checked against. Thread-safe.
final class Constraints {
    private static final Namespace NAMESPACE = new Namespace("constraint");

    /// Its version moves with every change, so that no two are checked against the same state.
    private static final String HEAD = "head";

    private static final int MAX = 500;

    private final RecordStore store;
    private final AdminRecords<RuleDocument> records;
    private final NamespaceView<ConstraintSet> view;

    Constraints(RecordStore store, AdminCommits commits) {
        this.store = store;
        this.records =
                new AdminRecords<>(
                        store, commits, NAMESPACE, RuleDocument::encode, ConstraintSet::decode);
        this.view = new NamespaceView<>(store, NAMESPACE, ConstraintSet::of);
    }

    ConstraintSet current() {
        return view.current();
    }

    /// A template or constraint with the tag of its record; empty where there is none.
    Optional<Tagged<RuleDocument>> find(String key) {
        return records.find(key);
    }

    /// Adds or replaces a template or constraint.
    ///
    /// @param prefix which of both, as in [ConstraintSet]
    /// @param key of its record
    Made<RuleDocument> put(String prefix, String key, RuleDocument asked, Terms terms)
            throws ApiProblem {
        return records.change(
                key,
                terms,
                known -> {
                    Change head = head();
                    ConstraintSet now = current();
                    long generation = known.map(RuleDocument::generation).orElse(0L);
                    boolean same = known.equals(Optional.of(asked.at(generation)));
                    RuleDocument next = asked.at(same ? generation : generation + 1);
                    var change = ConstraintSet.apply(now.engine(), prefix, next.document());
                    if (!change.isApplied()) {
                        throw refused(change.errors());
                    }
                    if (known.isEmpty() && now.documents().size() >= MAX) {
                        throw ApiProblem.conflict(
                                "rule-too-many", "there are " + MAX + " templates and constraints");
                    }
                    return same
                            ? new Plan.Keep<>(next)
                            : new Plan.Put<>(next, List.of(head), entry("set", key, terms));
                });
    }

    /// Removes a template or constraint.
    ///
    /// @param cascade whether a template's constraints go with it; else it stays while there are
    ///   any
    Made<RuleDocument> remove(String key, boolean cascade, Terms terms) throws ApiProblem {
        return records.change(
                key,
                terms,
                known -> {
                    Change head = head();
                    ConstraintSet now = current();
                    RuleDocument gone = known.orElseThrow(Constraints::unknown);
                    List<Change> also = new ArrayList<>(List.of(head));
                    for (String user : users(now, key)) {
                        if (!cascade) {
                            throw ApiProblem.conflict(
                                    "template-in-use",
                                    "the template has constraints: "
                                            + String.join(", ", users(now, key))
                                            + "; delete them first, or all with cascade=true");
                        }
                        long version = version(user);
                        if (version != Change.ABSENT) { // else the head has moved on, too
                            also.add(new Change.Delete(NAMESPACE, user, version));
                        }
                    }
                    return new Plan.Remove<>(gone, also, entry("delete", key, terms));
                });
    }

    static ApiProblem unknown() {
        return ApiProblem.unknown("rule-unknown", "there is no such template or constraint");
    }

    /// The constraints of a template; a constraint has none.
    private static List<String> users(ConstraintSet now, String key) {
        if (!key.startsWith(ConstraintSet.TEMPLATE)) {
            return List.of();
        }
        String prefix =
                ConstraintSet.CONSTRAINT + key.substring(ConstraintSet.TEMPLATE.length()) + "/";
        return now.documents().keySet().stream()
                .filter(each -> each.startsWith(prefix))
                .sorted()
                .toList();
    }

    private static AuditEntry entry(String action, String key, Terms terms) {
        return AuditEntry.of(terms.by(), "rule." + action, key, Map.of());
    }

    /// Moves the head on from the state that it is at now.
    private Change head() {
        return new Change.Put(NAMESPACE, HEAD, new byte[0], version(HEAD));
    }

    private long version(String key) {
        return store.get(NAMESPACE, key).map(StoredRecord::version).orElse(Change.ABSENT);
    }

    private static ApiProblem refused(List<ConstraintError> errors) {
        return ApiProblem.malformed(
                "rule-refused",
                errors.stream().map(ConstraintError::toString).collect(Collectors.joining("; ")));
    }
}
