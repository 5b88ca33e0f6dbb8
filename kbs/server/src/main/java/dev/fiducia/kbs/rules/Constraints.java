package dev.fiducia.kbs.rules;

import dev.fiducia.ha.audit.AuditEntry;
import dev.fiducia.ha.store.Change;
import dev.fiducia.ha.store.Namespace;
import dev.fiducia.ha.store.NamespaceView;
import dev.fiducia.ha.store.RecordStore;
import dev.fiducia.ha.store.StoredRecord;
import dev.fiducia.kbs.api.AdminCommits;
import dev.fiducia.kbs.api.ApiProblem;
import dev.fiducia.policy.constraint.ConstraintError;
import dev.fiducia.policy.constraint.Status;

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
    private final AdminCommits commits;
    private final NamespaceView<ConstraintSet> view;

    Constraints(RecordStore store, AdminCommits commits) {
        this.store = store;
        this.commits = commits;
        this.view = new NamespaceView<>(store, NAMESPACE, ConstraintSet::of);
    }

    ConstraintSet current() {
        return view.current();
    }

    /// What became of a document.
    ///
    /// @param created whether there was none before
    record Done(RuleDocument document, Status status, boolean created) {}

    /// Adds or replaces a template or constraint.
    ///
    /// @param prefix which of both, as in [ConstraintSet]
    /// @param key of its record
    Done put(String prefix, String key, RuleDocument asked, String by, boolean dryRun)
            throws ApiProblem {
        return commits.until(() -> {
            long head = version(HEAD);
            ConstraintSet now = current();
            Optional<RuleDocument> known = now.document(key);
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
            Change put = new Change.Put(NAMESPACE, key, next.encode(), version(key));
            return same || dryRun || committed(List.of(put), head, "set", key, by)
                    ? Optional.of(new Done(next, change.status(), known.isEmpty() && !dryRun))
                    : Optional.empty();
        });
    }

    /// Removes a template or constraint.
    ///
    /// @param cascade whether a template's constraints go with it; else it stays while there are
    ///   any
    /// @return the keys that are gone
    List<String> remove(String key, boolean cascade, String by, boolean dryRun) throws ApiProblem {
        return commits.until(() -> {
            long head = version(HEAD);
            ConstraintSet now = current();
            if (now.document(key).isEmpty()) {
                throw unknown();
            }
            List<String> gone = new ArrayList<>(List.of(key));
            if (key.startsWith(ConstraintSet.TEMPLATE)) {
                List<String> users = users(now, key.substring(ConstraintSet.TEMPLATE.length()));
                if (!users.isEmpty() && !cascade) {
                    throw ApiProblem.conflict(
                            "template-in-use",
                            "the template has constraints: "
                                    + String.join(", ", users)
                                    + "; delete them first, or all with cascade=true");
                }
                gone.addAll(users);
            }
            List<Change> deletions = new ArrayList<>();
            for (String each : gone) {
                long version = version(each);
                if (version == Change.ABSENT) {
                    return Optional.empty();
                }
                deletions.add(new Change.Delete(NAMESPACE, each, version));
            }
            return dryRun || committed(deletions, head, "delete", key, by)
                    ? Optional.of(gone)
                    : Optional.empty();
        });
    }

    static ApiProblem unknown() {
        return ApiProblem.unknown("rule-unknown", "there is no such template or constraint");
    }

    private static List<String> users(ConstraintSet now, String template) {
        String prefix = ConstraintSet.CONSTRAINT + template + "/";
        return now.documents().keySet().stream()
                .filter(key -> key.startsWith(prefix))
                .sorted()
                .toList();
    }

    private boolean committed(
            List<Change> changes, long head, String action, String key, String by) {
        List<Change> all = new ArrayList<>(changes);
        all.add(new Change.Put(NAMESPACE, HEAD, new byte[0], head));
        return commits.commit(all, AuditEntry.of(by, "rule." + action, key, Map.of()));
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
