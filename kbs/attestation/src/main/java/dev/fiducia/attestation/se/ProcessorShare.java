package dev.fiducia.attestation.se;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/// A part of the machine's processors, for work that any stranger can ask for: however many ask,
/// the rest stays free for others.
///
/// What isn't used is saved up for bursts. Whoever comes when all is used up is turned away at
/// once, which costs next to nothing.
final class ProcessorShare {

    private static final Duration SAVED = Duration.ofSeconds(5);

    private final double processors;
    private final LongSupplier clock;
    private final LongSupplier meter;
    private final double most;
    private double left;
    private long last;

    /// @param processors how many processors' time there is on average
    /// @param clock nanoseconds
    /// @param meter nanoseconds that the current thread has worked
    ProcessorShare(double processors, LongSupplier clock, LongSupplier meter) {
        this.processors = processors;
        this.clock = clock;
        this.meter = meter;
        this.most = processors * SAVED.toNanos();
        this.left = most;
        this.last = clock.getAsLong();
    }

    /// Half of this machine's processors.
    static ProcessorShare half() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        return new ProcessorShare(
                Runtime.getRuntime().availableProcessors() / 2.0,
                System::nanoTime,
                threads.isCurrentThreadCpuTimeSupported()
                        ? () ->
                                Thread.currentThread().isVirtual()
                                        ? System.nanoTime()
                                        : threads.getCurrentThreadCpuTime()
                        : System::nanoTime);
    }

    /// Does the work if anything is left. It may cost more than that: the next ones wait for it.
    <T> Optional<T> tryDo(Supplier<T> work) {
        if (!isLeft()) {
            return Optional.empty();
        }
        long begun = meter.getAsLong();
        try {
            return Optional.of(work.get());
        } finally {
            spent(meter.getAsLong() - begun);
        }
    }

    private synchronized boolean isLeft() {
        long now = clock.getAsLong();
        left = Math.min(most, left + (now - last) * processors);
        last = now;
        return left > 0;
    }

    private synchronized void spent(long nanoseconds) {
        left -= nanoseconds;
    }
}
