package dev.fiducia.ha.singleuse;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.fiducia.ha.seal.KeyRing;
import dev.fiducia.ha.store.MutableClock;
import dev.fiducia.ha.store.Namespace;
import dev.fiducia.ha.store.RecordStore;
import dev.fiducia.ha.store.SqliteRecordStore;
import dev.fiducia.ha.store.Together;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

class SingleUseTest {

    private static final Duration LIFETIME = Duration.ofMinutes(5);
    private static final byte[] PENDING = "pending".getBytes(UTF_8);

    @TempDir Path folder;

    private final MutableClock clock = new MutableClock();
    private RecordStore store;
    private SingleUse challenges;

    @BeforeEach
    void open() {
        KeyRing ring = KeyRing.openOrCreate(folder.resolve("keys"));
        store = SqliteRecordStore.open(folder.resolve("store"), ring, clock);
        challenges = new SingleUse(store, new Namespace("consumed_challenge"), LIFETIME, clock);
    }

    @AfterEach
    void close() {
        store.close();
    }

    private Instant soon() {
        return clock.instant().plus(LIFETIME);
    }

    private static byte[] payload(Consumption consumption) {
        return switch (consumption) {
            case Consumption.AlreadyConsumed(byte[] payload) -> payload;
            case Consumption.Won _, Consumption.Expired _, Consumption.Early _ ->
                    throw new AssertionError("not consumed before: " + consumption);
        };
    }

    private Consumption.Won win(String id) {
        return (Consumption.Won) challenges.consume(id, soon(), PENDING);
    }

    @Test
    void refusesWhatHasExpired() {
        assertThat(challenges.consume("a", clock.instant(), PENDING))
                .isEqualTo(new Consumption.Expired());
        assertThat(challenges.find("a")).isEmpty();
    }

    @Test
    void refusesAnExpiryThatNothingHandedOutHas() {
        assertThat(challenges.consume("a", soon().plusMillis(1), PENDING))
                .isEqualTo(new Consumption.Early());
        assertThat(challenges.find("a")).isEmpty();
    }

    /// Its mark would be swept while the thing is valid by the clocks of other replicas.
    @Test
    void refusesAUseDuringWhichTheClockIsSetBack() {
        Instant expiry = soon();
        MutableClock before = new MutableClock();
        SingleUse used =
                new SingleUse(store, new Namespace("consumed_challenge"), LIFETIME, before);
        clock.advance(Duration.ofMinutes(-2));
        assertThat(used.consume("a", expiry, PENDING)).isInstanceOf(Consumption.Won.class);
        clock.advance(Duration.ofMinutes(-1));
        assertThat(used.consume("b", expiry, PENDING)).isEqualTo(new Consumption.Early());
    }

    @Test
    void keepsAMarkWhoseOutcomeWasStoredAfterTheClockWasSetBack() {
        Instant expiry = soon();
        Consumption.Won won = win("a");
        clock.advance(Duration.ofHours(-1));
        assertThat(challenges.complete(won, "refused".getBytes(UTF_8))).isTrue();
        clock.advance(Duration.ofHours(1));
        assertThat(challenges.sweep()).isZero();
        assertThat(payload(challenges.consume("a", expiry, PENDING)))
                .asString(UTF_8)
                .isEqualTo("refused");
    }

    @Test
    void refusesASecondUse() {
        win("a");
        assertThat(payload(challenges.consume("a", soon(), "other".getBytes(UTF_8))))
                .isEqualTo(PENDING);
    }

    @Test
    void refusesASecondUseAfterARestart() {
        win("a");
        store.close();
        open();
        assertThat(payload(challenges.consume("a", soon(), PENDING))).isEqualTo(PENDING);
    }

    @Test
    void showsTheOutcomeToThoseWhoRepeat() {
        Consumption.Won won = win("a");
        assertThat(challenges.complete(won, "token".getBytes(UTF_8))).isTrue();
        assertThat(payload(challenges.consume("a", soon(), PENDING)))
                .asString(UTF_8)
                .isEqualTo("token");
        assertThat(challenges.find("a").orElseThrow()).asString(UTF_8).isEqualTo("token");
    }

    @Test
    void takesOneOutcomeAlone() {
        Consumption.Won won = win("a");
        challenges.complete(won, "first".getBytes(UTF_8));
        assertThat(challenges.complete(won, "second".getBytes(UTF_8))).isFalse();
        assertThat(challenges.find("a").orElseThrow()).asString(UTF_8).isEqualTo("first");
    }

    @Test
    void keepsAMarkLongerThanWhatItMarks() {
        win("a");
        clock.advance(LIFETIME);
        assertThat(challenges.sweep()).isZero();
        assertThat(challenges.find("a")).isPresent();
        clock.advance(Duration.ofMinutes(5).plusMillis(1));
        assertThat(challenges.sweep()).isEqualTo(1);
        assertThat(challenges.find("a")).isEmpty();
    }

    /// A replica whose clock is an hour ahead sweeps what is still valid elsewhere.
    @Test
    void refusesASecondUseAfterASweepByAWrongClock() {
        Instant expiry = soon();
        win("a");
        MutableClock ahead = new MutableClock();
        ahead.advance(Duration.ofHours(1));
        SingleUse other =
                new SingleUse(store, new Namespace("consumed_challenge"), LIFETIME, ahead);
        assertThat(other.sweep()).isEqualTo(1);
        clock.advance(Duration.ofMinutes(1));
        assertThat(challenges.consume("a", expiry, PENDING)).isEqualTo(new Consumption.Expired());
        assertThat(challenges.consume("b", expiry, PENDING)).isEqualTo(new Consumption.Expired());
    }

    @Test
    void refusesASecondUseWhenTheClockIsSetBackAfterASweep() {
        Instant expiry = soon();
        win("a");
        clock.advance(Duration.ofHours(1));
        assertThat(challenges.sweep()).isEqualTo(1);
        clock.advance(Duration.ofHours(-1));
        assertThat(challenges.consume("a", expiry, PENDING)).isEqualTo(new Consumption.Expired());
    }

    @Test
    void hasOneWinnerIn10000Rounds() throws InterruptedException {
        Random random = new Random(2);
        try (Together threads = new Together()) {
            for (int round = 0; round < 10_000; round++) {
                String id = "challenge-" + round;
                int many = 2 + random.nextInt(15);
                List<Consumption> all =
                        threads.run(
                                many,
                                i -> challenges.consume(id, soon(), ("by " + i).getBytes(UTF_8)));
                List<Integer> winners =
                        Stream.iterate(0, i -> i + 1)
                                .limit(many)
                                .filter(i -> all.get(i) instanceof Consumption.Won)
                                .toList();
                assertThat(winners).hasSize(1);
                for (Consumption other : all) {
                    if (!(other instanceof Consumption.Won)) {
                        assertThat(payload(other))
                                .asString(UTF_8)
                                .isEqualTo("by " + winners.getFirst());
                    }
                }
            }
        }
    }
}
