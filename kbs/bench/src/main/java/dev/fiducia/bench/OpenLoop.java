package dev.fiducia.bench;

import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/// Starts journeys at their planned times, each on a virtual thread of its own, and never waits for
/// one before starting the next.
final class OpenLoop {

    private static final long LONGEST_MICROS = TimeUnit.HOURS.toMicros(1);
    private static final int DIGITS = 3;

    private final LoadPlan plan;
    private final Journey journey;
    private final Histogram response = new ConcurrentHistogram(LONGEST_MICROS, DIGITS);
    private final Histogram service = new ConcurrentHistogram(LONGEST_MICROS, DIGITS);
    private final ConcurrentMap<String, LongAdder> errors = new ConcurrentHashMap<>();
    private final Slowest slowest = new Slowest();
    private final AtomicInteger inFlight = new AtomicInteger();
    private final AtomicLong lastEnd = new AtomicLong();

    private OpenLoop(LoadPlan plan, Journey journey) {
        this.plan = plan;
        this.journey = journey;
    }

    static LoadReport run(LoadPlan plan, Journey journey) {
        return new OpenLoop(plan, journey).run();
    }

    private LoadReport run() {
        long warmup = plan.warmupArrivals();
        long all = warmup + plan.countedArrivals();
        long start = System.nanoTime();
        long countedStart = start + plan.offset(warmup);
        lastEnd.set(countedStart);
        try (ExecutorService guests = Executors.newVirtualThreadPerTaskExecutor()) {
            for (long arrival = 0; arrival < all; arrival++) {
                long planned = start + plan.offset(arrival);
                boolean counted = arrival >= warmup;
                waitUntil(planned);
                if (inFlight.incrementAndGet() > plan.maxInFlight()) {
                    inFlight.decrementAndGet();
                    count(counted, "not-started");
                } else {
                    guests.execute(() -> travel(planned, planned - countedStart, counted));
                }
            }
        }
        Map<String, Long> failed = new TreeMap<>();
        errors.forEach((kind, number) -> failed.put(kind, number.sum()));
        return new LoadReport(
                plan,
                response,
                service,
                slowest.entries(),
                Map.copyOf(failed),
                lastEnd.get() - countedStart);
    }

    private void travel(long planned, long due, boolean counted) {
        long begin = System.nanoTime();
        Optional<String> error;
        try {
            error = journey.run();
        } catch (RuntimeException e) {
            error = Optional.of("bug-" + e.getClass().getSimpleName());
        } finally {
            inFlight.decrementAndGet();
        }
        long end = System.nanoTime();
        if (!counted) {
            return;
        }
        lastEnd.accumulateAndGet(end, (a, b) -> a - b > 0 ? a : b);
        if (error.isPresent()) {
            count(true, error.get());
        } else {
            response.recordValue(micros(end - planned));
            service.recordValue(micros(end - begin));
            slowest.add(new Slowest.Entry(due, end - planned));
        }
    }

    private void count(boolean counted, String kind) {
        if (counted) {
            errors.computeIfAbsent(kind, _ -> new LongAdder()).increment();
        }
    }

    private static long micros(long nanos) {
        return Math.clamp(TimeUnit.NANOSECONDS.toMicros(nanos), 0, LONGEST_MICROS);
    }

    private static void waitUntil(long nanoTime) {
        for (long left = nanoTime - System.nanoTime();
                left > 0;
                left = nanoTime - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
