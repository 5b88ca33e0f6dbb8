package dev.fiducia.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.fiducia.bench.HandshakeLoad;
import dev.fiducia.bench.LoadPlan;
import dev.fiducia.bench.LoadReport;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;

/// Replicas whose clocks are set while they serve. Needs Linux and a C compiler; docs/cluster.md
/// has the command.
class ClocksIT {
    private static final int SHIFTS = Integer.getInteger("trial.shifts", 0);
    private static final int SECONDS = 20;
    private static final int REPLICAS = 3;
    private static final int REMEMBERED = 12;

    @TempDir private Path folder;
    private final Random random = new Random(Long.getLong("trial.seed", 5));
    private final List<SetClock> clocks = new ArrayList<>();

    @Test
    void nothingIsUsedTwiceWhateverTheClocksSay() throws Exception {
        assumeThat(SHIFTS).as("-Dtrial.shifts").isPositive();
        Path library = SetClock.compile(folder);
        List<Place> places = new ArrayList<>();
        for (Place place : Place.onLoopback(REPLICAS)) {
            SetClock clock = new SetClock(library, folder.resolve("clock-" + clocks.size()));
            clocks.add(clock);
            List<String> launcher = new ArrayList<>(clock.launcher());
            // Challenges expire after a minute, and that often used ones are swept.
            launcher.add("KBS__ATTESTATION_SERVICE__TIMEOUT=1");
            places.add(place.by(launcher));
        }
        try (ReplicaGroup group = new ReplicaGroup(folder, places, GroupDatabase.onLoopback())) {
            int seconds = SHIFTS * SECONDS;
            CompletableFuture<LoadReport> guests =
                    Background.run(() ->
                            HandshakeLoad.run(
                                    LoadPlan.of(2, Duration.ofSeconds(seconds))
                                            .withWarmup(Duration.ofSeconds(2)),
                                    group.patientGuests()));
            Tally near = during(group, List.of(-25, -10, 0, 10, 25));
            LoadReport report = guests.join();
            System.out.println(SHIFTS + " clocks set by seconds: " + near);
            System.out.println(report.toText());
            assertThat(report.errors()).isEmpty();
            assertThat(near.used).isGreaterThan(near.challenges * 3 / 4);
            Tally far =
                    during(
                            group,
                            List.of(-86_400, -3600, -300, -100, 0, 0, 100, 300, 3600, 86_400));
            System.out.println(SHIFTS + " clocks set by minutes and hours: " + far);
        }
    }

    /// Sets one clock after the other, while challenges of any replica are sent to all of them at
    /// once, and again and again later.
    private Tally during(ReplicaGroup group, List<Integer> errors) throws Exception {
        Tally tally = new Tally();
        for (int i = 0; i < SHIFTS; i++) {
            set(random.nextInt(REPLICAS), errors.get(random.nextInt(errors.size())));
            long end = System.nanoTime() + Duration.ofSeconds(SECONDS).toNanos();
            while (System.nanoTime() < end) {
                tally.send(group, group.challenge(random.nextInt(REPLICAS)));
                tally.sendAgain(group);
            }
        }
        return tally;
    }

    private void set(int replica, int seconds) throws IOException {
        clocks.get(replica).set(Duration.ofSeconds(seconds));
    }

    /// A challenge, and how many were believed that answered it.
    private record Sent(Challenge challenge, int users) {}

    private static final class Tally {
        private final Deque<Sent> earlier = new ArrayDeque<>();
        private int challenges;
        private int used;
        private int again;

        void send(ReplicaGroup group, Challenge challenge) throws Exception {
            int users = group.usersOf(challenge);
            assertThat(users).isLessThanOrEqualTo(1);
            challenges++;
            used += users;
            earlier.add(new Sent(challenge, users));
        }

        /// What was sent longest ago, to each replica, and puts it back.
        void sendAgain(ReplicaGroup group) throws Exception {
            if (earlier.size() < REMEMBERED) {
                return;
            }
            Sent sent = earlier.remove();
            int users = sent.users() + group.usersOf(sent.challenge(), 1);
            assertThat(users).isLessThanOrEqualTo(1);
            used += users - sent.users();
            again++;
            earlier.add(new Sent(sent.challenge(), users));
        }

        @Override
        public String toString() {
            return challenges
                    + " challenges, "
                    + used
                    + " used, answered again "
                    + again
                    + " times";
        }
    }
}
