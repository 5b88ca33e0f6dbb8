package dev.fiducia.kbs;

import dev.fiducia.kbs.audit.AuditRoutes;
import dev.fiducia.kbs.audit.Checkpoints;
import dev.fiducia.kbs.audit.Retention;
import dev.fiducia.kbs.config.AuditConfig;
import dev.fiducia.kbs.http.RouteContribution;

import java.time.Duration;

/// Reading the audit log, vouching for it, and removing what is old from it.
record AuditFeature(Checkpoints checkpoints, Retention retention) {
    private static final Duration LOOK = Duration.ofMinutes(1);
    private static final Duration REMOVAL = Duration.ofMinutes(10);

    static AuditFeature open(Foundation base) {
        AuditConfig config = base.config().audit();
        Checkpoints checkpoints =
                Checkpoints.open(
                        base.store(), base.recordings().changes(), base.crypto(), base.clock());
        Retention retention =
                new Retention(
                        base.store(),
                        base.recordings().changes(),
                        checkpoints,
                        base.commits(),
                        base.recordings().delivery(),
                        new Retention.Settings(config.keep(), config.patience()),
                        base.clock());
        config.checkpoints()
                .ifPresent(interval ->
                        base.state()
                                .tasks()
                                .add(
                                        "audit-checkpoints",
                                        LOOK,
                                        _ -> checkpoints.makeIfDue(interval)));
        if (config.keep().isPresent()) {
            base.state().tasks().add("audit-retention", REMOVAL, retention::run);
        }
        return new AuditFeature(checkpoints, retention);
    }

    RouteContribution routes(Foundation base) {
        return AuditRoutes.of(base.recordings().changes(), checkpoints, retention, base.admin());
    }
}
