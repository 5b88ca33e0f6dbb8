package dev.fiducia.ha.audit;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/// Brings events to one sink, in their order, from a bounded queue: tries again until the sink
/// takes them, and drops, counted, what the queue can't hold. A sink that hangs is cut off.
/// Thread-safe.
public final class SinkLane implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SinkLane.class);
    private static final int TOGETHER = 256;
    private static final long PAUSE_MILLIS = 200;
    private static final long LONGEST_PAUSE_MILLIS = 5_000;

    private final Settings settings;
    private final AuditSink sink;
    private final ArrayBlockingQueue<Waiting> queue;
    private final AtomicLong delivered = new AtomicLong();
    private final AtomicLong dropped = new AtomicLong();
    private final Thread worker;
    private volatile @Nullable String trouble;
    private volatile long busySince;
    private volatile boolean closed;

    /// @param name what the sink is called in metrics and messages
    /// @param required whether nothing is released that the sink did not take
    /// @param form how events are written
    /// @param buffer how many events may wait for the sink
    /// @param patience how long one write may take before it is cut off
    public record Settings(
            String name, boolean required, EventForm form, int buffer, Duration patience) {}

    /// How a sink fares.
    ///
    /// @param waiting events that it does not have yet
    /// @param dropped events that it never gets: they are in the log alone
    /// @param trouble why it does not take any; empty when it does
    public record Status(
            String name,
            boolean required,
            long delivered,
            int waiting,
            long dropped,
            Optional<String> trouble) {}

    private record Waiting(AuditEvent event, CompletableFuture<Optional<String>> settled) {}

    private SinkLane(Settings settings, AuditSink sink) {
        this.settings = settings;
        this.sink = sink;
        this.queue = new ArrayBlockingQueue<>(settings.buffer());
        this.worker =
                Thread.ofPlatform()
                        .name("fiducia-audit-" + settings.name())
                        .daemon(true)
                        .unstarted(this::run);
    }

    public static SinkLane start(Settings settings, AuditSink sink) {
        SinkLane lane = new SinkLane(settings, sink);
        lane.worker.start();
        return lane;
    }

    boolean isRequired() {
        return settings.required();
    }

    /// Why the sink does not take anything now; empty when nothing is known against it.
    Optional<String> trouble() {
        if (isStuck()) {
            return Optional.of(
                    settings.name() + " takes longer than " + settings.patience() + " to write");
        }
        return Optional.ofNullable(trouble);
    }

    public Status status() {
        return new Status(
                settings.name(),
                settings.required(),
                delivered.get(),
                queue.size(),
                dropped.get(),
                trouble());
    }

    /// Hands an event over. The future ends with the trouble, or empty when the sink has the event.
    CompletableFuture<Optional<String>> offer(AuditEvent event) {
        Waiting waiting = new Waiting(event, new CompletableFuture<>());
        if (closed || !queue.offer(waiting)) {
            dropped.incrementAndGet();
            waiting.settled.complete(
                    Optional.of(settings.name() + " has too many events to write already"));
        }
        return waiting.settled;
    }

    /// Cuts a write off that hangs. Called now and then.
    void watch() {
        if (isStuck()) {
            sink.abort();
        }
    }

    private boolean isStuck() {
        long since = busySince;
        return since != 0 && System.nanoTime() - since > settings.patience().toNanos();
    }

    private void run() {
        List<Waiting> batch = new ArrayList<>();
        long pause = PAUSE_MILLIS;
        while (!closed || (!queue.isEmpty() && trouble == null)) {
            try {
                if (batch.isEmpty()) {
                    Waiting first = queue.poll(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
                    if (first == null) {
                        continue;
                    }
                    batch.add(first);
                }
                queue.drainTo(batch, TOGETHER - batch.size());
                if (write(batch)) {
                    batch.clear();
                    pause = PAUSE_MILLIS;
                } else if (closed) {
                    break;
                } else {
                    Thread.sleep(pause);
                    pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS);
                }
            } catch (InterruptedException _) {
                closed = true;
            }
        }
        batch.addAll(queue);
        dropped.addAndGet(batch.size());
        settle(batch, Optional.of(settings.name() + " is closed"));
    }

    private boolean write(List<Waiting> batch) {
        List<AuditEvent> events = batch.stream().map(Waiting::event).toList();
        busySince = System.nanoTime() | 1;
        try {
            sink.write(
                    events,
                    events.stream()
                            .map(event -> settings.form().of(event.toJson()).toString())
                            .toList());
            if (trouble != null) {
                LOG.info("the audit sink {} takes events again", settings.name());
            }
            trouble = null;
            delivered.addAndGet(batch.size());
            settle(batch, Optional.empty());
            return true;
        } catch (SinkException | RuntimeException | Error e) {
            String why = settings.name() + ": " + e.getMessage();
            if (trouble == null) {
                LOG.error("an audit sink takes no events: {}", why);
            }
            trouble = why;
            settle(batch, Optional.of(why));
            return false;
        } finally {
            busySince = 0;
        }
    }

    private static void settle(List<Waiting> batch, Optional<String> how) {
        batch.forEach(each -> each.settled.complete(how));
    }

    /// Writes what waits, as far as the sink takes it, and closes the sink.
    @Override
    public void close() {
        closed = true;
        try {
            if (!worker.join(settings.patience())) {
                sink.abort();
                worker.interrupt();
                worker.join(settings.patience());
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        sink.close();
    }
}
