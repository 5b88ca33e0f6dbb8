package dev.fiducia.kbs.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fiducia.ha.store.ClockDifference;
import dev.fiducia.ha.store.StoreException;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

class ClockWatchTest {

    private static ClockDifference difference(int ahead, int within) {
        return new ClockDifference(Duration.ofSeconds(ahead), Duration.ofSeconds(within));
    }

    @Test
    void callsAClockWrongThatIsSoForCertain() {
        assertThat(ClockWatch.isWrong(difference(31, 0))).isTrue();
        assertThat(ClockWatch.isWrong(difference(-31, 0))).isTrue();
        assertThat(ClockWatch.isWrong(difference(30, 0))).isFalse();
        assertThat(ClockWatch.isWrong(difference(-33, 3))).isFalse();
        assertThat(ClockWatch.isWrong(difference(34, 3))).isTrue();
    }

    @Test
    void knowsNothingWhileTheDatabaseIsAway() {
        AtomicBoolean away = new AtomicBoolean();
        ClockWatch watch =
                new ClockWatch(() -> {
                    if (away.get()) {
                        throw new StoreException(StoreException.Reason.UNAVAILABLE, "away");
                    }
                    return difference(3, 1);
                });
        assertThat(watch.last()).isEmpty();
        watch.look();
        assertThat(watch.last()).contains(difference(3, 1));
        away.set(true);
        watch.look();
        assertThat(watch.last()).isEmpty();
    }
}
