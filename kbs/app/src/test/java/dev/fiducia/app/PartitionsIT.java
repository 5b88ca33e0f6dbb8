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
import java.util.Random;
import java.util.concurrent.CompletableFuture;

/// Replicas in networks of their own, which are cut off from one another while their guests and the
/// database still reach all of them. Needs root on Linux; docs/cluster.md has the command.
class PartitionsIT {
    private static final int REPLICAS = 3;
    private static final int PARTITIONS = Integer.getInteger("trial.partitions", 0);
    private static final int SECONDS = Integer.getInteger("trial.partition.seconds", 30);

    @TempDir private static Path folder;

    @Test
    void nothingIsUsedTwiceAndNoGuestFailsWhileReplicasAreCutOff() throws Exception {
        assumeThat(PARTITIONS).as("-Dtrial.partitions").isPositive();
        Random random = new Random(Long.getLong("trial.seed", 4));
        try (SeparateNetworks networks = new SeparateNetworks(REPLICAS);
                ReplicaGroup group =
                        new ReplicaGroup(
                                folder,
                                networks.places(),
                                GroupDatabase.at(
                                        SeparateNetworks.ROUTER, folder.resolve("database")))) {
            CompletableFuture<LoadReport> guests =
                    Background.run(() ->
                            HandshakeLoad.run(
                                    LoadPlan.of(2, Duration.ofSeconds(2L * PARTITIONS * SECONDS))
                                            .withWarmup(Duration.ofSeconds(2)),
                                    group.patientGuests()));
            Tally tally = new Tally(random);
            for (int i = 0; i < PARTITIONS; i++) {
                int alone = random.nextInt(REPLICAS);
                switch (i % 3) {
                    case 0 -> networks.cutOff(alone);
                    case 1 -> networks.cutOneWay(alone, (alone + 1) % REPLICAS);
                    default -> {
                        networks.cutOff(0);
                        networks.cutOneWay(1, 2);
                        networks.cutOneWay(2, 1);
                    }
                }
                tally.during(group, SECONDS);
                networks.join();
                tally.during(group, SECONDS / 2);
            }
            LoadReport report = guests.join();
            System.out.println(PARTITIONS + " partitions: " + tally);
            System.out.println(report.toText());
            assertThat(tally.used).isGreaterThan(tally.challenges / 2);
            assertThat(report.errors()).isEmpty();
        }
    }

    /// Challenges of any replica, each sent to all of them at once.
    private static final class Tally {
        private final Random random;
        private int challenges;
        private int used;

        Tally(Random random) {
            this.random = random;
        }

        void during(ReplicaGroup group, int seconds) throws Exception {
            long end = System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
            while (System.nanoTime() < end) {
                int users = group.usersOf(group.challenge(random.nextInt(REPLICAS)));
                assertThat(users).isLessThanOrEqualTo(1);
                challenges++;
                used += users;
            }
        }

        @Override
        public String toString() {
            return challenges + " challenges, " + used + " used";
        }
    }
}
