package dev.fiducia.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.fiducia.bench.HandshakeLoad;
import dev.fiducia.bench.LoadPlan;
import dev.fiducia.bench.LoadReport;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// Three replicas as processes on one PostgreSQL, killed and restarted while guests and
/// administrators use them. Short by default; the long trials are in docs/cluster.md.
class ReplicasIT {
    private static final int REPLICAS = 3;
    private static final double RATE = Integer.getInteger("trial.rate", 4);
    private static final int KILLS = Integer.getInteger("trial.kills", 1);
    private static final int SECONDS_BETWEEN = Integer.getInteger("trial.seconds", 3);
    private static final int WARM_UP_SECONDS = Integer.getInteger("trial.warmup", 0);
    private static final int CLUSTER_KILLS = Integer.getInteger("trial.cluster.kills", 1);
    private static final int ROLLING_RESTARTS = Integer.getInteger("trial.restarts", 0);
    private static final int LOAD_SECONDS = 20;
    private static final int CHALLENGES = Integer.getInteger("trial.challenges", 1);
    private static final int PAUSES = Integer.getInteger("trial.pauses", 0);
    private static final int PAUSE_SECONDS = Integer.getInteger("trial.pause.seconds", 15);

    @TempDir private static Path folder;
    private static ReplicaGroup group;
    private final Random random = new Random(Long.getLong("trial.seed", 3));

    @BeforeAll
    static void start() throws Exception {
        group = new ReplicaGroup(folder, Place.onLoopback(REPLICAS), GroupDatabase.onLoopback());
    }

    @AfterAll
    static void stop() throws Exception {
        group.close();
    }

    @Test
    void guestsGetTheirSecretsWhileReplicasAreKilled() throws Exception {
        int seconds = (KILLS + 1) * SECONDS_BETWEEN;
        if (WARM_UP_SECONDS > 0) {
            load(WARM_UP_SECONDS);
        }
        say("calm", load(seconds));
        CompletableFuture<Integer> killing =
                Background.run(() -> {
                    long start = System.nanoTime();
                    for (int kill = 1; kill <= KILLS; kill++) {
                        long due = start + TimeUnit.SECONDS.toNanos((long) kill * SECONDS_BETWEEN);
                        TimeUnit.NANOSECONDS.sleep(due - System.nanoTime());
                        Replica victim = group.replicas().get(random.nextInt(REPLICAS));
                        victim.kill();
                        group.balancer().leaveOut(victim.address());
                        victim.startAgainAside();
                        victim.joinIn();
                        group.balancer().takeBack(victim.address());
                    }
                    return KILLS;
                });
        LoadReport killed = load(seconds);
        killing.join();
        say(KILLS + " replicas killed", killed);
        assertThat(killed.errors()).isEmpty();
    }

    @Test
    void rollingRestartsAreNotNoticed() throws Exception {
        assumeThat(ROLLING_RESTARTS).as("-Dtrial.restarts").isPositive();
        Administrators administrators =
                new Administrators(group, "rolling", Duration.ofMillis(500));
        CompletableFuture<Integer> restarts =
                Background.run(() -> {
                    for (int i = 0; i < ROLLING_RESTARTS * REPLICAS; i++) {
                        Replica replica = group.replicas().get(i % REPLICAS);
                        group.balancer().leaveOut(replica.address());
                        replica.stop();
                        replica.startAgain();
                        replica.awaitServing();
                        group.balancer().takeBack(replica.address());
                    }
                    return ROLLING_RESTARTS;
                });
        long guests = 0;
        while (!restarts.isDone()) {
            LoadReport report = load(LOAD_SECONDS);
            assertThat(report.errors()).isEmpty();
            guests += report.succeeded();
        }
        restarts.join();
        administrators.end();
        System.out.println(ROLLING_RESTARTS + " rolling restarts: " + guests + " guests served");
        administrators.assertAllThere();
    }

    @Test
    void whatWasAcknowledgedIsThereAfterAllReplicasWereKilledAtOnce() throws Exception {
        int all = 0;
        for (int round = 0; round < CLUSTER_KILLS; round++) {
            Administrators administrators =
                    new Administrators(group, "round" + round, Duration.ZERO);
            while (administrators.acknowledged() == 0) {
                TimeUnit.MILLISECONDS.sleep(10);
            }
            TimeUnit.MILLISECONDS.sleep(random.nextInt(1000));
            for (Replica replica : group.replicas()) {
                replica.kill();
            }
            administrators.end();
            for (Replica replica : group.replicas()) {
                replica.startAgain();
            }
            for (Replica replica : group.replicas()) {
                replica.awaitServing();
            }
            administrators.assertAllThere();
            all += administrators.acknowledged();
        }
        System.out.println(CLUSTER_KILLS + " times all killed: " + all + " writes, none lost");
    }

    @Test
    void aChallengeHasOneUserAmong64OnEachReplica() throws Exception {
        for (int i = 0; i < CHALLENGES; i++) {
            assertThat(group.usersOf(group.challenge(i % REPLICAS))).isEqualTo(1);
        }
        System.out.println(CHALLENGES + " challenges, one user each");
    }

    @Test
    void noChallengeIsUsedTwiceWhileReplicasArePausedAndKilled() throws Exception {
        assumeThat(PAUSES).as("-Dtrial.pauses").isPositive();
        CompletableFuture<Integer> faults =
                Background.run(() -> {
                    for (int i = 0; i < PAUSES; i++) {
                        group.replicas().get(random.nextInt(REPLICAS)).pause(PAUSE_SECONDS);
                        Replica victim = group.replicas().get(random.nextInt(REPLICAS));
                        victim.kill();
                        victim.startAgain();
                        victim.awaitServing();
                    }
                    return PAUSES;
                });
        int challenges = 0;
        int used = 0;
        while (!faults.isDone()) {
            int users = group.usersOf(group.challenge(random.nextInt(REPLICAS)));
            assertThat(users).isLessThanOrEqualTo(1);
            challenges++;
            used += users;
        }
        faults.join();
        System.out.println(
                PAUSES + " pauses and kills: " + challenges + " challenges, " + used + " used");
        // The user of one may have died before it could say so.
        assertThat(used).isGreaterThan(challenges / 2);
    }

    private static LoadReport load(int seconds) throws Exception {
        return HandshakeLoad.run(
                LoadPlan.of(RATE, Duration.ofSeconds(seconds)).withWarmup(Duration.ofSeconds(2)),
                group.patientGuests());
    }

    private static void say(String what, LoadReport report) {
        System.out.println(what + "\n" + report.toText());
    }
}
