package dev.fiducia.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.fiducia.bench.HandshakeLoad;
import dev.fiducia.bench.LoadPlan;
import dev.fiducia.bench.LoadReport;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/// Replicas of another build that this one takes the place of, one after the other. docs/cluster.md
/// has the command.
class UpgradeIT {
    private static final String FROM = System.getProperty("trial.upgrade.from", "");
    private static final int SECONDS = Integer.getInteger("trial.upgrade.seconds", 60);

    @TempDir private static Path folder;

    @Test
    void guestsAndAdministratorsDoNotNoticeAnUpgrade() throws Exception {
        assumeThat(FROM).as("-Dtrial.upgrade.from").isNotEmpty();
        try (ReplicaGroup group =
                new ReplicaGroup(
                        folder,
                        Place.onLoopback(3),
                        GroupDatabase.onLoopback(),
                        Path.of(FROM).toAbsolutePath())) {
            Administrators administrators =
                    new Administrators(group, "upgrade", Duration.ofMillis(500));
            CompletableFuture<LoadReport> guests =
                    Background.run(() ->
                            HandshakeLoad.run(
                                    LoadPlan.of(4, Duration.ofSeconds(SECONDS))
                                            .withWarmup(Duration.ofSeconds(2)),
                                    group.patientGuests()));
            for (Replica replica : group.replicas()) {
                group.balancer().leaveOut(replica.address());
                replica.stop();
                replica.becomes(Replica.DISTRIBUTION);
                replica.startAgain();
                replica.awaitServing();
                group.balancer().takeBack(replica.address());
            }
            LoadReport report = guests.join();
            administrators.end();
            System.out.println("upgrade\n" + report.toText());
            assertThat(report.errors()).isEmpty();
            administrators.assertAllThere();
        }
    }
}
