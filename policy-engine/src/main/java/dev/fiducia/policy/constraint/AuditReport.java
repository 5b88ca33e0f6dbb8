package dev.fiducia.policy.constraint;

import dev.fiducia.policy.value.RegoArray;
import dev.fiducia.policy.value.RegoNumber;
import dev.fiducia.policy.value.RegoObject;
import dev.fiducia.policy.value.RegoString;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/// What an audit found.
///
/// @param constraints every constraint that takes part in audits, in order, violated or not
/// @param unreviewed stored objects that could not be reviewed
public record AuditReport(
        Instant at, long total, List<OfConstraint> constraints, List<ConstraintError> unreviewed) {
    public AuditReport {
        constraints = List.copyOf(constraints);
        unreviewed = List.copyOf(unreviewed);
    }

    /// One object that violates a constraint.
    public record Entry(
            String apiVersion,
            String kind,
            String namespace,
            String name,
            String message,
            String enforcementAction) {

        RegoObject toValue() {
            ApiVersion version = ApiVersion.of(apiVersion);
            RegoObject.Builder entry =
                    RegoObject.builder()
                            .put("group", RegoString.of(version.group()))
                            .put("version", RegoString.of(version.version()))
                            .put("kind", RegoString.of(kind))
                            .put("name", RegoString.of(name))
                            .put("message", RegoString.of(message))
                            .put("enforcementAction", RegoString.of(enforcementAction));
            if (!namespace.isEmpty()) {
                entry.put("namespace", RegoString.of(namespace));
            }
            return entry.build();
        }
    }

    /// The violations of one constraint.
    ///
    /// @param total how many there are
    /// @param violations the first of them, in the order of the objects
    public record OfConstraint(Constraint.Key constraint, long total, List<Entry> violations) {
        public OfConstraint {
            violations = List.copyOf(violations);
        }

        /// What an audit adds to the `status` of the constraint's document.
        public RegoObject toValue(Instant at) {
            return RegoObject.builder()
                    .put("auditTimestamp", RegoString.of(at.toString()))
                    .put("totalViolations", RegoNumber.of(total))
                    .put(
                            "violations",
                            RegoArray.copyOf(violations.stream().map(Entry::toValue).toList()))
                    .build();
        }
    }

    /// Counts violations, and keeps the first of each constraint.
    static final class Collector {
        private static final class Count {
            private long total;
            private final List<Entry> entries = new ArrayList<>();
        }

        private final int listed;
        private final TreeMap<Constraint.Key, Count> counts = new TreeMap<>();
        private final List<ConstraintError> unreviewed = new ArrayList<>();
        private long total;

        Collector(int listed) {
            this.listed = listed;
        }

        void enlist(Constraint constraint) {
            counts.put(constraint.key(), new Count());
        }

        void add(Violation violation, ObjectIdentity object) {
            Count count = counts.computeIfAbsent(violation.constraint(), _ -> new Count());
            count.total++;
            total++;
            if (count.entries.size() < listed) {
                count.entries.add(
                        new Entry(
                                object.apiVersion(),
                                object.kind(),
                                object.namespace(),
                                object.name(),
                                violation.message(),
                                violation.enforcementAction()));
            }
        }

        void unreviewed(ObjectIdentity object, List<ConstraintError> errors) {
            for (ConstraintError error : errors) {
                unreviewed.add(
                        new ConstraintError(
                                error.code(),
                                error.message(),
                                object.kind() + " " + object.namespace() + "/" + object.name()));
            }
        }

        AuditReport at(Instant now) {
            List<OfConstraint> all = new ArrayList<>();
            counts.forEach(
                    (key, count) -> all.add(new OfConstraint(key, count.total, count.entries)));
            return new AuditReport(now, total, all, unreviewed);
        }
    }
}
