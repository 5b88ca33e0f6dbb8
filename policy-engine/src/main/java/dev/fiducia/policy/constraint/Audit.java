package dev.fiducia.policy.constraint;

import dev.fiducia.policy.value.RegoObject;

import java.time.Instant;
import java.util.List;
import java.util.Set;

/// Reviews every stored object by itself: Kubernetes objects, and the initdata revisions that the
/// registry stores as `trustee/v1`. Its other objects are there to be referred to.
final class Audit {
    private static final String REGISTRY = "trustee";
    private static final Set<String> REVISIONS = Set.of("Initdata", "InitdataRevision");

    private Audit() {}

    static AuditReport run(
            ConstraintEngine engine, ReviewOptions options, int listed, Instant now) {
        AuditReport.Collector report = new AuditReport.Collector(listed);
        engine.constraints().stream()
                .filter(constraint -> !constraint.actionsAt(options.point()).isEmpty())
                .forEach(report::enlist);
        for (RegoObject object : engine.inventory().objects()) {
            ObjectIdentity identity = ObjectIdentity.of(object);
            boolean registry = identity.group().equals(REGISTRY);
            if (registry && !REVISIONS.contains(identity.kind())) {
                continue;
            }
            try {
                ReviewRequest request =
                        ReviewRequest.bare(registry ? Target.INITDATA : Target.KUBERNETES, object);
                List<Violation> found = engine.review(request, options).violations();
                found.forEach(violation -> report.add(violation, identity));
            } catch (Refused refusal) {
                report.unreviewed(identity, refusal.errors());
            }
        }
        return report.at(now);
    }
}
