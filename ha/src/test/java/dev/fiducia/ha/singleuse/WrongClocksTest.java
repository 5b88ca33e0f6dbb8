package dev.fiducia.ha.singleuse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fiducia.ha.seal.KeyRing;
import dev.fiducia.ha.store.Namespace;
import dev.fiducia.ha.store.PostgresRecordStore;
import dev.fiducia.ha.store.RecordStore;
import dev.fiducia.ha.store.TestPostgres;
import dev.fiducia.ha.store.Together;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;

/// Replicas whose clocks are minutes and hours apart, and are set anew all the time, use the same
/// things and sweep the marks of one another (`-Dclock.rounds` for more of it). Whatever the clocks
/// do, nothing is used twice.
class WrongClocksTest {

    private static final int ROUNDS = Integer.getInteger("clock.rounds", 8);
    private static final int REPLICAS = 3;
    private static final int USERS = 3 * REPLICAS;
    private static final int THINGS = 30;
    private static final int TRIES = 4;
    private static final Duration LIFETIME = Duration.ofMinutes(10);
    private static final List<Duration> ERRORS =
            List.of(
                    Duration.ZERO,
                    Duration.ofSeconds(100),
                    Duration.ofMinutes(4),
                    Duration.ofMinutes(20),
                    Duration.ofHours(5));

    @TempDir Path folder;

    private final List<Wrong> clocks = new ArrayList<>();
    private final List<RecordStore> replicas = new ArrayList<>();
    private final AtomicInteger swept = new AtomicInteger();

    /// A clock that somebody sets.
    private static final class Wrong implements InstantSource {
        private final AtomicReference<Duration> error = new AtomicReference<>(Duration.ZERO);

        @Override
        public Instant instant() {
            return Instant.now().plus(error.get());
        }

        void set(Random random) {
            Duration size = ERRORS.get(random.nextInt(ERRORS.size()));
            error.set(random.nextBoolean() ? size : size.negated());
        }
    }

    private record Thing(String id, Instant expiry) {}

    @BeforeEach
    void open() {
        KeyRing ring = KeyRing.openOrCreate(folder.resolve("keys"));
        String database = TestPostgres.newDatabase();
        for (int i = 0; i < REPLICAS; i++) {
            Wrong clock = new Wrong();
            clocks.add(clock);
            replicas.add(PostgresRecordStore.open(TestPostgres.settings(database), ring, clock));
        }
    }

    @AfterEach
    void close() {
        replicas.forEach(RecordStore::close);
    }

    @Test
    void nothingIsUsedTwice() throws InterruptedException {
        int used = 0;
        try (Together threads = new Together()) {
            for (int round = 0; round < ROUNDS; round++) {
                long seed = round;
                Random random = new Random(seed);
                clocks.forEach(clock -> clock.set(random));
                List<Thing> things = things(random);
                Namespace ns = new Namespace("round" + round);
                List<SingleUse> uses =
                        IntStream.range(0, REPLICAS)
                                .mapToObj(i ->
                                        new SingleUse(replicas.get(i), ns, LIFETIME, clocks.get(i)))
                                .toList();
                List<String> won =
                        threads
                                .run(
                                        USERS,
                                        user ->
                                                use(
                                                        uses.get(user % REPLICAS),
                                                        clocks.get(user % REPLICAS),
                                                        things,
                                                        new Random(seed * USERS + user)))
                                .stream()
                                .flatMap(List::stream)
                                .toList();
                assertThat(won).doesNotHaveDuplicates();
                used += won.size();
            }
        }
        System.out.println(used + " things used, " + swept + " marks swept");
        // Enough was used, and enough was swept while it was, for a second use to show.
        assertThat(used).isGreaterThan(ROUNDS * THINGS / 4);
        assertThat(swept.get()).isGreaterThan(ROUNDS);
    }

    /// As any replica hands them out, by its own clock.
    private List<Thing> things(Random random) {
        return IntStream.range(0, THINGS)
                .mapToObj(i ->
                        new Thing(
                                "thing" + i,
                                clocks.get(random.nextInt(REPLICAS))
                                        .instant()
                                        .plus(LIFETIME.dividedBy(2))))
                .toList();
    }

    private List<String> use(SingleUse uses, Wrong clock, List<Thing> things, Random random) {
        List<String> won = new ArrayList<>();
        for (int i = 0; i < TRIES; i++) {
            List<Thing> mine = new ArrayList<>(things);
            Collections.shuffle(mine, random);
            for (Thing thing : mine) {
                if (uses.consume(thing.id(), thing.expiry(), new byte[0])
                        instanceof Consumption.Won use) {
                    won.add(thing.id());
                    if (random.nextBoolean()) {
                        uses.complete(use, new byte[1]);
                    }
                }
                if (random.nextInt(THINGS) == 0) {
                    clock.set(random);
                    swept.addAndGet(uses.sweep());
                    clock.set(random);
                }
            }
        }
        return won;
    }
}
