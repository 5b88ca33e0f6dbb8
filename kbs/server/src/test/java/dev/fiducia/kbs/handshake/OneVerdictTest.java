package dev.fiducia.kbs.handshake;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/// Many at once on one challenge, over several replicas that share a durable store: never two
/// winners.
class OneVerdictTest {
    private static final int ROUNDS = 10_000;
    private static final int AT_ONCE = 100;

    @TempDir Path folder;

    @Test
    void anErrorInTheEvaluationLeavesNobodyWaiting() {
        try (Fixture fixture = new Fixture(folder)) {
            OneVerdict verdicts = new OneVerdict(fixture.uses(), fixture.sessions);
            Challenge challenge =
                    new Challenge(
                            "0".repeat(32),
                            "sample",
                            "n",
                            fixture.clock.instant().plus(Fixture.LIFETIME));
            Settlement failed =
                    verdicts.settle(
                            challenge,
                            "key",
                            () -> {
                                throw new AssertionError("an error");
                            });
            assertThat(failed)
                    .isInstanceOfSatisfying(
                            Settlement.First.class,
                            f -> assertThat(f.verdict()).isInstanceOf(Verdict.Refused.class));
            assertThat(verdicts.settle(challenge, "key", () -> new Verdict.Attested("token")))
                    .isInstanceOfSatisfying(
                            Settlement.Repeated.class,
                            r -> assertThat(r.verdict()).isInstanceOf(Verdict.Refused.class));
        }
    }

    @Test
    void neverEvaluatesAChallengeTwice() throws Exception {
        Random random = new Random(20260102);
        try (Fixture fixture = new Fixture(folder);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<OneVerdict> replicas = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                replicas.add(new OneVerdict(fixture.uses(), fixture.sessions));
            }
            for (int begun = 0; begun < ROUNDS; begun += AT_ONCE) {
                List<Round> rounds = new ArrayList<>();
                for (int i = 0; i < AT_ONCE; i++) {
                    rounds.add(new Round(fixture, begun + i, replicas, threads, random));
                }
                for (Round round : rounds) {
                    round.check();
                }
            }
        }
    }

    /// 2 to 16 callers with one or two TEE keys, spread over the replicas, released together.
    private static final class Round {
        private final AtomicInteger evaluations = new AtomicInteger();
        private final List<String> keys = new ArrayList<>();
        private final List<Future<Settlement>> settlements = new ArrayList<>();

        Round(
                Fixture fixture,
                int number,
                List<OneVerdict> replicas,
                ExecutorService threads,
                Random random) {
            Challenge challenge =
                    new Challenge(
                            "%032x".formatted(number),
                            "sample",
                            "n",
                            fixture.clock.instant().plus(Fixture.LIFETIME));
            Verdict verdict =
                    random.nextBoolean()
                            ? new Verdict.Attested("token")
                            : new Verdict.Refused("no", "no");
            CountDownLatch start = new CountDownLatch(1);
            int callers = 2 + random.nextInt(15);
            for (int i = 0; i < callers; i++) {
                String key = "key" + random.nextInt(2);
                OneVerdict replica = replicas.get(random.nextInt(replicas.size()));
                keys.add(key);
                settlements.add(
                        threads.submit(() -> {
                            start.await();
                            return replica.settle(
                                    challenge,
                                    key,
                                    () -> {
                                        evaluations.incrementAndGet();
                                        return verdict;
                                    });
                        }));
            }
            start.countDown();
        }

        void check() throws Exception {
            List<String> winners = new ArrayList<>();
            for (int i = 0; i < settlements.size(); i++) {
                if (settlements.get(i).get() instanceof Settlement.First) {
                    winners.add(keys.get(i));
                }
            }
            assertThat(evaluations).hasValue(1);
            assertThat(winners).hasSize(1);
            for (int i = 0; i < settlements.size(); i++) {
                Settlement settlement = settlements.get(i).get();
                if (keys.get(i).equals(winners.getFirst())) {
                    // Another replica may ask before the winner's outcome is there.
                    assertThat(settlement)
                            .isInstanceOfAny(
                                    Settlement.First.class,
                                    Settlement.Repeated.class,
                                    Settlement.Forgotten.class);
                } else {
                    assertThat(settlement).isInstanceOf(Settlement.OtherKey.class);
                }
            }
        }
    }
}
