package dev.fiducia.ha.leader;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/// Tasks that recur and that one process at a time does, one after the other. A process begins a
/// minute after it became the leader, or earlier where a task recurs more often. Every task is to
/// be such that doing it twice, or going on with it after a pause in which another process took
/// over, does no harm.
public final class LeaderTasks implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LeaderTasks.class);
    private static final long FIRST_NANOS = TimeUnit.MINUTES.toNanos(1);
    private static final long LOOK_MILLIS = 500;
    private static final long PATIENCE_SECONDS = 5;

    private final Leader leader;
    private final InstantSource clock;
    private final LongSupplier nanos;
    private final List<Recurring> tasks = new CopyOnWriteArrayList<>();
    private final ScheduledExecutorService keeping = timer("fiducia-leader");
    private final ScheduledExecutorService working = timer("fiducia-tasks");
    private boolean led; // by the thread that works

    LeaderTasks(Leader leader, InstantSource clock, LongSupplier nanos) {
        this.leader = leader;
        this.clock = clock;
        this.nanos = nanos;
    }

    /// Begins to take turns, and to do what [#add] names while this process leads.
    public static LeaderTasks start(Leader leader, InstantSource clock) {
        LeaderTasks tasks = new LeaderTasks(leader, clock, System::nanoTime);
        var _ =
                tasks.keeping.scheduleWithFixedDelay(
                        tasks::turn, 0, Lease.TURN.toMillis(), TimeUnit.MILLISECONDS);
        var _ =
                tasks.working.scheduleWithFixedDelay(
                        tasks::work, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
        return tasks;
    }

    /// What is to be done.
    @FunctionalInterface
    public interface Task {

        /// @param leader for changes that only the leader may make
        void run(Leader leader);
    }

    private static final class Recurring {
        private final String name;
        private final long intervalNanos;
        private final Task task;
        private long due;
        private volatile @Nullable Instant last;
        private volatile boolean failed;

        Recurring(String name, long intervalNanos, Task task) {
            this.name = name;
            this.intervalNanos = intervalNanos;
            this.task = task;
        }
    }

    /// How a task goes in this process.
    ///
    /// @param last when it was done here last; empty if never
    /// @param failed whether that failed
    public record Done(String name, Optional<Instant> last, boolean failed) {}

    /// Adds a task.
    ///
    /// @param name for logs and status
    public void add(String name, Duration interval, Task task) {
        Recurring recurring = new Recurring(name, interval.toNanos(), task);
        recurring.due = nanos.getAsLong() + Math.min(FIRST_NANOS, recurring.intervalNanos);
        tasks.add(recurring);
    }

    public Optional<Leader.View> leader() {
        return leader.view();
    }

    /// All tasks, and how they went here.
    public List<Done> done() {
        return tasks.stream()
                .map(each -> new Done(each.name, Optional.ofNullable(each.last), each.failed))
                .toList();
    }

    void turn() {
        try {
            leader.turn();
        } catch (RuntimeException e) { // anything that got out would end the turns for good
            LOG.warn("whether this replica leads is not known now: {}", e.toString());
        }
    }

    void work() {
        boolean leads = leader.isLeader();
        if (leads && !led) {
            long now = nanos.getAsLong();
            tasks.forEach(each -> each.due = now + Math.min(FIRST_NANOS, each.intervalNanos));
        }
        led = leads;
        for (Recurring each : tasks) {
            if (leader.isLeader() && nanos.getAsLong() - each.due >= 0) {
                run(each);
                each.due = nanos.getAsLong() + each.intervalNanos;
            }
        }
    }

    private void run(Recurring each) {
        try {
            each.task.run(leader);
            each.failed = false;
        } catch (RuntimeException e) { // anything that got out would end the tasks for good
            each.failed = true;
            LOG.warn("the task {} failed", each.name, e);
        }
        each.last = clock.instant();
    }

    /// Ends what is under way, and lets another process lead.
    @Override
    public void close() {
        working.shutdownNow();
        keeping.shutdownNow();
        try {
            var _ = working.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS);
            var _ = keeping.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        leader.close();
    }

    private static ScheduledExecutorService timer(String name) {
        return Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name(name).daemon(true).factory());
    }
}
