package dev.fiducia.rvps;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// A clock that a test sets.
final class MutableClock implements InstantSource {

    private volatile Instant now = Instant.parse("2028-02-29T12:00:00.750Z");

    @Override
    public Instant instant() {
        return now;
    }

    void set(String instant) {
        now = Instant.parse(instant);
    }

    void advance(Duration duration) {
        now = now.plus(duration);
    }
}
