package dev.fiducia.ha.store;

import java.time.Duration;

/// How far a clock is from that of a database's server.
///
/// @param ahead of the server's; negative where it is behind
/// @param within how far that may be from the truth: half the time that asking took
public record ClockDifference(Duration ahead, Duration within) {

    /// In seconds, to the millisecond.
    public double aheadSeconds() {
        return ahead.toMillis() / 1000.0;
    }

    /// Whether the clocks differ by more than that for certain.
    public boolean exceeds(Duration most) {
        return ahead.abs().minus(within).compareTo(most) > 0;
    }
}
