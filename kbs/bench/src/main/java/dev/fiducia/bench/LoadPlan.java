package dev.fiducia.bench;

import java.time.Duration;

/// How guests arrive.
///
/// @param rate arrivals a second, evenly spaced
/// @param duration how long arrivals are counted
/// @param warmup how long guests arrive before that, uncounted
/// @param maxInFlight guests at once; one that arrives beyond is counted as `not-started`
public record LoadPlan(double rate, Duration duration, Duration warmup, int maxInFlight) {

    private static final int MANY = 10_000;

    public LoadPlan {
        if (!(rate > 0) || rate > 1_000_000) {
            throw new IllegalArgumentException(
                    "the rate must be above 0 and at most 1000000 a second");
        }
        if (!duration.isPositive() || warmup.isNegative() || maxInFlight < 1) {
            throw new IllegalArgumentException(
                    "the duration and the number of guests at once must be positive");
        }
    }

    /// A plan without warm-up.
    public static LoadPlan of(double rate, Duration duration) {
        return new LoadPlan(rate, duration, Duration.ZERO, MANY);
    }

    /// The same with a warm-up before it.
    public LoadPlan withWarmup(Duration time) {
        return new LoadPlan(rate, duration, time, maxInFlight);
    }

    /// The same with another bound on guests at once.
    public LoadPlan withMaxInFlight(int guests) {
        return new LoadPlan(rate, duration, warmup, guests);
    }

    long warmupArrivals() {
        return arrivals(warmup);
    }

    long countedArrivals() {
        return Math.max(1, arrivals(duration));
    }

    /// Nanoseconds from the first arrival to this one.
    long offset(long arrival) {
        return (long) (arrival * 1e9 / rate);
    }

    private long arrivals(Duration time) {
        return Math.round(time.toNanos() / 1e9 * rate);
    }
}
