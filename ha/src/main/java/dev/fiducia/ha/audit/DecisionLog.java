package dev.fiducia.ha.audit;

import dev.fiducia.ha.audit.Recording.Reason;
import dev.fiducia.ha.store.CommitResult;
import dev.fiducia.ha.store.Namespace;
import dev.fiducia.ha.store.RecordStore;
import dev.fiducia.ha.store.StoreException;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Puts decisions on record, in a chain of this process alone: replicas never wait for one another.
/// All decisions that wait at one moment are appended by one commit. A decision that
/// [Recording.Recorded] tells of is durable; any other answer may have left a record behind, and
/// never has the decision's consequences. Thread-safe; callers block.
public final class DecisionLog implements AutoCloseable {
    /// One record an event, by the decision's id: in the order of time over all chains.
    public static final Namespace EVENTS = new Namespace("audit-decision");

    /// One record a chain, its end.
    public static final Namespace HEADS = new Namespace("audit-chain");

    private static final Logger LOG = LoggerFactory.getLogger(DecisionLog.class);
    private static final int TOGETHER = 256;
    private static final int CHAIN_BYTES = 8;

    private final RecordStore store;
    private final AuditLog changes;
    private final InstantSource clock;
    private final Settings settings;
    private final Delivery delivery;
    private final SecureRandom random;
    private final DecisionIds ids;
    private final ArrayBlockingQueue<Pending> queue;
    private final Thread writer;
    private volatile boolean closed;
    private @Nullable ChainTip tip; // the writer's alone
    private boolean uncertain; // whether the tip is behind what the store may have

    /// @param replica what the chain's beginning says of this process
    /// @param queue how many decisions may wait
    /// @param patience how long one waits at most, for the store and for each required sink
    public record Settings(String replica, int queue, Duration patience) {}

    private record Written(AuditEvent event, Delivery.Receipt receipt) {}

    private record Pending(
            AuditEntry entry, Optional<String> id, CompletableFuture<Written> written) {}

    private DecisionLog(
            RecordStore store,
            AuditLog changes,
            Delivery delivery,
            Settings settings,
            InstantSource clock,
            SecureRandom random) {
        this.store = store;
        this.changes = changes;
        this.delivery = delivery;
        this.settings = settings;
        this.clock = clock;
        this.random = random;
        this.ids = new DecisionIds(random);
        this.queue = new ArrayBlockingQueue<>(settings.queue());
        this.writer = Thread.ofPlatform().name("fiducia-audit").daemon(true).unstarted(this::run);
    }

    /// Opens a log; its chain begins with the first decision.
    ///
    /// @param changes is told of the chain
    /// @param delivery takes every event, once it is durable
    public static DecisionLog open(
            RecordStore store,
            AuditLog changes,
            Delivery delivery,
            Settings settings,
            InstantSource clock,
            SecureRandom random) {
        DecisionLog log = new DecisionLog(store, changes, delivery, settings, clock, random);
        log.writer.start();
        return log;
    }

    /// Records a decision and waits until that is durable and every required sink has it. While one
    /// is known not to take anything, the decision fails at once and leaves no record.
    public Recording record(AuditEntry entry) {
        Optional<String> trouble = delivery.trouble();
        if (trouble.isPresent()) {
            return new Recording.Failed(Reason.SINK, trouble.get());
        }
        return settled(submit(entry, Optional.empty()), true);
    }

    /// The same for a denial: no sink is waited for.
    ///
    /// @param id what the decision is already called, behind all other ids of this log; empty for a
    ///   new one
    public Recording recordDenial(AuditEntry entry, Optional<String> id) {
        return settled(submit(entry, id), false);
    }

    private CompletableFuture<Written> submit(AuditEntry entry, Optional<String> id) {
        Pending pending = new Pending(entry, id, new CompletableFuture<>());
        if (closed) {
            pending.written.completeExceptionally(
                    new Unwritten(Reason.CLOSED, "the audit log is closed"));
        } else if (!queue.offer(pending)) {
            pending.written.completeExceptionally(
                    new Unwritten(
                            Reason.OVERLOADED,
                            settings.queue() + " decisions wait to be recorded already"));
        }
        return pending.written;
    }

    private Recording settled(CompletableFuture<Written> pending, boolean sinks) {
        Written written;
        try {
            written = pending.get(settings.patience().toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            return e.getCause() instanceof Unwritten unwritten
                    ? new Recording.Failed(unwritten.reason, String.valueOf(unwritten.getMessage()))
                    : new Recording.Failed(Reason.UNAVAILABLE, String.valueOf(e.getCause()));
        } catch (TimeoutException _) {
            if (sinks) {
                var _ = pending.thenAccept(late -> withhold(late.event, "it took too long"));
            }
            return new Recording.Failed(
                    Reason.UNAVAILABLE, "the store took longer than " + settings.patience());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return new Recording.Failed(Reason.CLOSED, "interrupted");
        }
        Optional<String> trouble =
                sinks ? written.receipt.await(settings.patience()) : Optional.empty();
        if (trouble.isPresent()) {
            withhold(written.event, trouble.get());
            return new Recording.Failed(Reason.SINK, trouble.get());
        }
        return new Recording.Recorded(written.event);
    }

    /// The log says what was decided; now it also says that the answer never left.
    private void withhold(AuditEvent event, String why) {
        var _ =
                submit(
                        AuditEntry.of(
                                event.entry().actor(),
                                "audit.withheld",
                                event.id(),
                                Map.of("outcome", "withheld", "reason", why)),
                        Optional.empty());
    }

    private void run() {
        List<Pending> batch = new ArrayList<>();
        while (!closed || !queue.isEmpty()) {
            try {
                Pending first = queue.poll(100, TimeUnit.MILLISECONDS);
                if (first != null) {
                    batch.add(first);
                    queue.drainTo(batch, TOGETHER - 1);
                    write(batch);
                }
            } catch (InterruptedException _) {
                closed = true;
            } catch (RuntimeException | Error e) {
                LOG.error("decisions are not recorded", e);
                fail(batch, Reason.UNAVAILABLE, "the audit log failed: " + e.getMessage());
                uncertain = true;
            } finally {
                batch.clear();
            }
        }
    }

    private void write(List<Pending> batch) {
        try {
            ChainTip from = currentTip();
            List<AuditEvent> events = new ArrayList<>();
            AuditHead head = from.head();
            for (Pending pending : batch) {
                Instant now = clock.instant();
                String id = pending.id.orElseGet(() -> ids.next(now));
                AuditEvent event = AuditEvent.next(from.chain(), id, head, pending.entry, now);
                events.add(event);
                head = event.head();
            }
            switch (store.commit(from.changesToAppend(events))) {
                case CommitResult.Committed(long version, var _) -> {
                    tip = from.movedTo(events.getLast(), version);
                    for (int at = 0; at < events.size(); at++) {
                        AuditEvent event = events.get(at);
                        batch.get(at).written.complete(new Written(event, delivery.deliver(event)));
                    }
                }
                case CommitResult.Conflict(var change, long actual) -> {
                    // Nobody else has any business here. What is there stays, for the verification
                    // to find; this process goes on elsewhere.
                    LOG.error(
                            "someone changed the audit chain {}: {} is at {}",
                            from.chain(),
                            change,
                            actual);
                    tip = null;
                    fail(batch, Reason.UNAVAILABLE, "the chain was changed by someone else");
                }
            }
        } catch (StoreException e) {
            uncertain = true;
            LOG.warn("decisions are not recorded: {}", e.getMessage());
            fail(batch, Reason.UNAVAILABLE, String.valueOf(e.getMessage()));
        }
    }

    /// After an error the store knows best how far the chain got.
    private ChainTip currentTip() {
        ChainTip known = tip;
        if (known != null && uncertain) {
            known = ChainTip.find(store, known.chain()).orElse(null);
        }
        if (known == null) {
            byte[] name = new byte[CHAIN_BYTES];
            random.nextBytes(name);
            known =
                    ChainTip.begin(
                            store, changes, HexFormat.of().formatHex(name), settings.replica());
        }
        uncertain = false;
        tip = known;
        return known;
    }

    private static void fail(List<Pending> batch, Reason reason, String message) {
        batch.forEach(
                pending -> pending.written.completeExceptionally(new Unwritten(reason, message)));
    }

    /// Records what waits, then stops.
    @Override
    public void close() {
        closed = true;
        try {
            writer.join(settings.patience());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// Carries the reason to the thread that waits.
    private static final class Unwritten extends Exception {
        private static final long serialVersionUID = 1L;
        private final Reason reason;

        Unwritten(Reason reason, String message) {
            super(message, null, false, false);
            this.reason = reason;
        }
    }
}
