package dev.fiducia.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.fiducia.bench.HandshakeLoad;
import dev.fiducia.bench.LoadPlan;
import dev.fiducia.bench.LoadReport;
import dev.fiducia.guest.RcarClient;
import dev.fiducia.guest.ResourceUri;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/// Three replicas as processes on one PostgreSQL, killed and restarted while guests and
/// administrators use them. Short by default; the long trials are in docs/cluster.md.
class ReplicasIT {
    private static final int REPLICAS = 3;
    private static final double RATE = Integer.getInteger("trial.rate", 4);
    private static final int KILLS = Integer.getInteger("trial.kills", 1);
    private static final int SECONDS_BETWEEN = Integer.getInteger("trial.seconds", 3);
    private static final int CLUSTER_KILLS = Integer.getInteger("trial.cluster.kills", 1);
    private static final int ROLLING_RESTARTS = Integer.getInteger("trial.restarts", 0);
    private static final int WRITERS = 8;
    private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);

    @TempDir private static Path folder;
    private static ReplicaGroup group;
    private final Random random = new Random(Long.getLong("trial.seed", 3));

    @BeforeAll
    static void start() throws Exception {
        group = new ReplicaGroup(folder, REPLICAS);
    }

    @AfterAll
    static void stop() throws Exception {
        group.close();
    }

    @Test
    void guestsGetTheirSecretsWhileReplicasAreKilled() throws Exception {
        int seconds = (KILLS + 1) * SECONDS_BETWEEN;
        say("calm", load(seconds));
        CompletableFuture<Integer> killing =
                inBackground(() -> {
                    for (int kill = 0; kill < KILLS; kill++) {
                        TimeUnit.SECONDS.sleep(SECONDS_BETWEEN);
                        Replica victim = group.replicas().get(random.nextInt(REPLICAS));
                        victim.kill();
                        victim.startAgain();
                        victim.awaitServing();
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
        AtomicBoolean over = new AtomicBoolean();
        List<String> acknowledged = Collections.synchronizedList(new ArrayList<>());
        List<Thread> writers = write("rolling", over, acknowledged);
        CompletableFuture<LoadReport> guests =
                inBackground(() -> load(ROLLING_RESTARTS * REPLICAS * 3));
        for (int i = 0; i < ROLLING_RESTARTS * REPLICAS; i++) {
            Replica replica = group.replicas().get(i % REPLICAS);
            group.balancer().leaveOut(replica.port());
            replica.stop();
            replica.startAgain();
            replica.awaitServing();
            group.balancer().takeBack(replica.port());
        }
        LoadReport report = guests.join();
        over.set(true);
        for (Thread writer : writers) {
            writer.join();
        }
        say(ROLLING_RESTARTS + " rolling restarts", report);
        assertThat(report.errors()).isEmpty();
        assertAllThere(acknowledged);
    }

    @Test
    void whatWasAcknowledgedIsThereAfterAllReplicasWereKilledAtOnce() throws Exception {
        int all = 0;
        for (int round = 0; round < CLUSTER_KILLS; round++) {
            AtomicBoolean over = new AtomicBoolean();
            List<String> acknowledged = Collections.synchronizedList(new ArrayList<>());
            List<Thread> writers = write("round" + round, over, acknowledged);
            while (acknowledged.isEmpty()) {
                TimeUnit.MILLISECONDS.sleep(10);
            }
            TimeUnit.MILLISECONDS.sleep(random.nextInt(1000));
            over.set(true);
            for (Replica replica : group.replicas()) {
                replica.kill();
            }
            for (Thread writer : writers) {
                writer.join();
            }
            for (Replica replica : group.replicas()) {
                replica.startAgain();
            }
            for (Replica replica : group.replicas()) {
                replica.awaitServing();
            }
            assertAllThere(acknowledged);
            all += acknowledged.size();
        }
        System.out.println(CLUSTER_KILLS + " times all killed: " + all + " writes, none lost");
    }

    private static LoadReport load(int seconds) throws Exception {
        return HandshakeLoad.run(
                LoadPlan.of(RATE, Duration.ofSeconds(seconds)).withWarmup(Duration.ofSeconds(2)),
                group.patientGuests());
    }

    /// Administrators who store secrets one after the other, each named by what it holds; what the
    /// service says it has stored goes into the list.
    private static List<Thread> write(
            String prefix, AtomicBoolean over, List<String> acknowledged) {
        AtomicInteger next = new AtomicInteger();
        List<Thread> writers = new ArrayList<>();
        for (int i = 0; i < WRITERS; i++) {
            writers.add(
                    Thread.ofVirtual()
                            .start(() -> {
                                AdminClient admin = group.admin();
                                while (!over.get()) {
                                    String name =
                                            "default/" + prefix + "/k" + next.getAndIncrement();
                                    try {
                                        admin.post(
                                                "/kbs/v0/resource/" + name,
                                                "application/octet-stream",
                                                name.getBytes(StandardCharsets.UTF_8));
                                        acknowledged.add(name);
                                        // Each is read again afterwards, and every release waits
                                        // for its record.
                                        LockSupport.parkNanos(PAUSE_NANOS);
                                    } catch (CommandFailure _) {
                                        // Not acknowledged: it may be there or not.
                                    }
                                }
                            }));
        }
        return writers;
    }

    private static void assertAllThere(List<String> acknowledged) throws Exception {
        assertThat(acknowledged).isNotEmpty();
        RcarClient guest = group.attestedGuest();
        for (String name : acknowledged) {
            assertThat(guest.getResource(ResourceUri.parse(name)))
                    .asString(StandardCharsets.UTF_8)
                    .isEqualTo(name);
        }
    }

    private static <T> CompletableFuture<T> inBackground(Callable<T> work) {
        CompletableFuture<T> done = new CompletableFuture<>();
        Thread.ofVirtual()
                .start(() -> {
                    try {
                        done.complete(work.call());
                    } catch (Exception e) {
                        done.completeExceptionally(e);
                    }
                });
        return done;
    }

    private static void say(String what, LoadReport report) {
        System.out.println(what + "\n" + report.toText());
    }
}
