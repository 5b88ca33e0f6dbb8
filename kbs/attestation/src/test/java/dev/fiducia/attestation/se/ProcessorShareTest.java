package dev.fiducia.attestation.se;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/// A flood gets no more than its share, a burst all it wants.
class ProcessorShareTest {

    private static final long WORK = Duration.ofMillis(10).toNanos();

    private final AtomicLong clock = new AtomicLong(7);
    private final AtomicLong worked = new AtomicLong();
    private final ProcessorShare share = new ProcessorShare(0.5, clock::get, worked::get);

    @Test
    void turnsAwayAFloodThatWantsMoreThanItsShare() {
        int done = flood(Duration.ofSeconds(100));
        // 50 s of 100 for half a processor, and what was saved up.
        assertThat(done).isBetween(5_200, 5_300);
    }

    @Test
    void servesABurstWholeAndSavesUpForTheNext() {
        assertThat(burst(200)).isEqualTo(200);
        assertThat(burst(200)).isLessThan(100);
        clock.addAndGet(Duration.ofHours(1).toNanos());
        assertThat(burst(1_000)).as("no more than was saved at first").isEqualTo(250);
    }

    @Test
    void countsWorkThatFailed() {
        for (int i = 0; i < 250; i++) {
            assertThatThrownBy(() ->
                            share.tryDo(() -> {
                                worked.addAndGet(WORK);
                                throw new IllegalStateException("failed");
                            }))
                    .isInstanceOf(IllegalStateException.class);
        }
        assertThat(share.tryDo(() -> "more")).isEmpty();
    }

    /// Whoever is turned away comes again after a millisecond.
    private int flood(Duration length) {
        long end = clock.get() + length.toNanos();
        int done = 0;
        while (clock.get() < end) {
            long before = worked.get();
            boolean isServed = burst(1) == 1;
            done += isServed ? 1 : 0;
            clock.addAndGet(isServed ? worked.get() - before : Duration.ofMillis(1).toNanos());
        }
        return done;
    }

    private int burst(int requests) {
        int done = 0;
        for (int i = 0; i < requests; i++) {
            done += share.tryDo(() -> worked.addAndGet(WORK)).isPresent() ? 1 : 0;
        }
        return done;
    }
}
