package dev.fiducia.initdata.registry;

import java.time.Instant;
import java.util.Optional;

/// A span of time: its beginning belongs to it, its end does not.
public record Window(Instant from, Instant until) {

    /// The end of what has none.
    public static final Instant FOREVER = Instant.parse("9999-12-31T23:59:59Z");

    static Optional<Window> of(
            Optional<Instant> from, Optional<Instant> until, Optional<Instant> orUntil) {
        Instant begin = from.orElse(Instant.EPOCH);
        Instant end = until.orElse(FOREVER);
        if (orUntil.isPresent() && orUntil.get().isBefore(end)) {
            end = orUntil.get();
        }
        return begin.isBefore(end) ? Optional.of(new Window(begin, end)) : Optional.empty();
    }
}
