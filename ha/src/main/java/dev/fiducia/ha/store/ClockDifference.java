package dev.fiducia.ha.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// How far a clock is from that of a database's server.
///
/// @param ahead of the server's; negative where it is behind
/// @param within how far that may be from the truth: half the time that asking took
public record ClockDifference(Duration ahead, Duration within) {

    static ClockDifference measure(Connection server, InstantSource clock) throws SQLException {
        try (PreparedStatement now =
                server.prepareStatement(
                        "SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint")) {
            Instant before = clock.instant();
            try (ResultSet rows = now.executeQuery()) {
                rows.next();
                Duration within = Duration.between(before, clock.instant()).dividedBy(2);
                Instant there = Instant.ofEpochMilli(rows.getLong(1));
                return new ClockDifference(Duration.between(there, before.plus(within)), within);
            }
        }
    }

    /// In seconds, to the millisecond.
    public double aheadSeconds() {
        return ahead.toMillis() / 1000.0;
    }

    /// Whether the clocks differ by more than that for certain.
    public boolean exceeds(Duration most) {
        return ahead.abs().minus(within).compareTo(most) > 0;
    }
}
