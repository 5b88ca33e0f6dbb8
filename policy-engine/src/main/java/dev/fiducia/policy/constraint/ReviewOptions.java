package dev.fiducia.policy.constraint;

import dev.fiducia.policy.PrintSink;

import java.time.Duration;
import java.time.InstantSource;

/// How a review is made.
///
/// @param point where it takes place: scoped constraints act at some places only
/// @param time wall time for all constraints together; what is not judged by then counts as
///   violating
/// @param clock where templates get the time of day from
/// @param prints where `print` of templates writes to
public record ReviewOptions(
        EnforcementPoint point, Duration time, InstantSource clock, PrintSink prints) {
    private static final Duration STANDARD_TIME = Duration.ofSeconds(10);

    /// A review at a place, within ten seconds, by the system's clock.
    public static ReviewOptions at(EnforcementPoint point) {
        return new ReviewOptions(
                point, STANDARD_TIME, InstantSource.system(), (place, message) -> {});
    }

    public ReviewOptions withTime(Duration limit) {
        return new ReviewOptions(point, limit, clock, prints);
    }

    public ReviewOptions withClock(InstantSource source) {
        return new ReviewOptions(point, time, source, prints);
    }

    public ReviewOptions withPrints(PrintSink sink) {
        return new ReviewOptions(point, time, clock, sink);
    }
}
