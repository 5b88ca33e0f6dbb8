package dev.fiducia.kbs.http;

import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// The two bounded pools that handlers run on. What doesn't fit into a pool's queue is refused at
/// once: a queue that is longer than clients wait only serves those who have left.
public final class Workers implements AutoCloseable {
    private static final int BLOCKING_PER_CORE = 8;
    private static final int MIN_BLOCKING = 16;
    private static final long DRAIN_SECONDS = 10;

    private final ThreadPoolExecutor cpu;
    private final ThreadPoolExecutor blocking;

    Workers(int cpuThreads, int queue) {
        this.cpu = pool("fiducia-cpu-", cpuThreads, queue);
        this.blocking =
                pool(
                        "fiducia-blocking-",
                        Math.max(MIN_BLOCKING, BLOCKING_PER_CORE * cpuThreads),
                        queue);
    }

    private static ThreadPoolExecutor pool(String name, int threads, int queue) {
        return new ThreadPoolExecutor(
                threads,
                threads,
                0,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(queue),
                Thread.ofPlatform().name(name, 0).daemon(true).factory());
    }

    /// What one pool has to do.
    ///
    /// @param pool its name, one of few
    /// @param threads how many tasks it works on at once, at most
    /// @param active tasks being worked on
    /// @param waiting tasks in its queue
    /// @param capacity of the queue
    public record Load(String pool, int threads, int active, int waiting, int capacity) {}

    List<Load> load() {
        return List.of(load("cpu", cpu), load("blocking", blocking));
    }

    private static Load load(String name, ThreadPoolExecutor pool) {
        int waiting = pool.getQueue().size();
        return new Load(
                name,
                pool.getMaximumPoolSize(),
                pool.getActiveCount(),
                waiting,
                waiting + pool.getQueue().remainingCapacity());
    }

    /// False when the pool has no room.
    boolean submit(Workload workload, Runnable task) {
        try {
            switch (workload) {
                case CPU -> cpu.execute(task);
                case BLOCKING -> blocking.execute(task);
            }
            return true;
        } catch (RejectedExecutionException _) {
            return false;
        }
    }

    /// Finishes what has begun, within a bound.
    @Override
    public void close() {
        cpu.shutdown();
        blocking.shutdown();
        try {
            boolean drained =
                    cpu.awaitTermination(DRAIN_SECONDS, TimeUnit.SECONDS)
                            && blocking.awaitTermination(DRAIN_SECONDS, TimeUnit.SECONDS);
            if (!drained) {
                cpu.shutdownNow();
                blocking.shutdownNow();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
