package dev.fiducia.kbs.decision;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import dev.fiducia.ha.audit.DecisionLog;
import dev.fiducia.ha.audit.Recording;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/// The one way by which a decision gets on record. Thread-safe; blocks until the record is durable.
public final class Decisions implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Decisions.class);
    private static final Duration INTERVAL = Duration.ofSeconds(10);
    private static final int PROVEN_EACH = 20;
    private static final int GUESTS = 100_000;

    private final DecisionLog log;
    private final DecisionLog counts;
    private final DenialTally tally;
    private final Allowance strangers;
    private final boolean clientAddresses;
    private final Cache<String, AtomicInteger> guests =
            Caffeine.newBuilder().maximumSize(GUESTS).expireAfterWrite(INTERVAL).build();
    private final ScheduledExecutorService timer;
    private final LongAdder recorded = new LongAdder();
    private final LongAdder counted = new LongAdder();
    private final LongAdder failed = new LongAdder();

    /// @param strangersPerMinute denials of those who proved nothing that are kept one by one
    /// @param clientAddresses whether records have the addresses of clients
    public record Settings(int strangersPerMinute, boolean clientAddresses) {}

    /// What became of decisions since the start.
    ///
    /// @param failed that could not be recorded, and had no consequence
    public record Figures(long recorded, long counted, long failed) {}

    /// @param log for decisions; closed with this
    /// @param counts another, for denials that are counted; closed with this
    public Decisions(
            DecisionLog log,
            DecisionLog counts,
            Settings settings,
            InstantSource clock,
            SecureRandom random) {
        this.log = log;
        this.counts = counts;
        this.tally = new DenialTally(counts, clock, random);
        this.strangers = new Allowance(settings.strangersPerMinute(), Duration.ofMinutes(1));
        this.clientAddresses = settings.clientAddresses();
        this.timer =
                Executors.newSingleThreadScheduledExecutor(
                        Thread.ofPlatform().name("fiducia-denials").daemon(true).factory());
        var _ =
                timer.scheduleWithFixedDelay(
                        this::flush,
                        INTERVAL.toMillis(),
                        INTERVAL.toMillis(),
                        TimeUnit.MILLISECONDS);
    }

    /// Whether a decision is on record.
    public sealed interface Recorded {
        /// @param id of the decision
        record On(String id) implements Recorded {}

        record Off(Unrecorded why) implements Recorded {}
    }

    /// Records what someone gets: a token, a secret, a change.
    public Recorded grant(Facts facts) {
        return switch (log.record(facts.entry(clientAddresses))) {
            case Recording.Recorded(var event) -> {
                recorded.increment();
                yield new Recorded.On(event.id());
            }
            case Recording.Failed(Recording.Reason reason, String message) -> {
                failed.increment();
                LOG.atError()
                        .addKeyValue("action", facts.code())
                        .addKeyValue("reason", reason)
                        .log(
                                "a decision can't be recorded, so that nothing is released: {}",
                                message);
                yield new Recorded.Off(Unrecorded.of(reason));
            }
        };
    }

    /// Records a denial of someone who proved nothing: one by one within the allowance, else as a
    /// number.
    ///
    /// @return the id under which it is, or will be, on record
    public String denyStranger(Facts facts) {
        return strangers.take() ? keep(facts) : count(facts.code());
    }

    /// Records a denial of a guest that attested: one by one, up to a bound that no guest reaches
    /// without asking in a loop.
    ///
    /// @param guest what tells guests apart
    public String denyGuest(String guest, Facts facts) {
        return isWithinBounds(guest) ? keep(facts) : count(facts.code());
    }

    /// Whether a guest asks as often as a guest does.
    public boolean isWithinBounds(String guest) {
        return guests.get(guest, _ -> new AtomicInteger()).incrementAndGet() <= PROVEN_EACH;
    }

    /// Counts a denial. Never blocks.
    public String count(String code) {
        counted.increment();
        return tally.count(code);
    }

    /// A denial whose record fails is counted: the count is recorded when that works again.
    private String keep(Facts facts) {
        return switch (log.recordDenial(facts.entry(clientAddresses), Optional.empty())) {
            case Recording.Recorded(var event) -> {
                recorded.increment();
                yield event.id();
            }
            case Recording.Failed(Recording.Reason reason, String message) -> {
                LOG.atWarn()
                        .addKeyValue("action", facts.code())
                        .addKeyValue("reason", reason)
                        .log("a denial can't be recorded: {}", message);
                yield count(facts.code());
            }
        };
    }

    public Figures figures() {
        return new Figures(recorded.sum(), counted.sum(), failed.sum());
    }

    private void flush() {
        try {
            tally.flush();
        } catch (RuntimeException e) { // anything that got out would end the counting for good
            LOG.warn("denials that were counted are not recorded", e);
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
        flush();
        counts.close();
        log.close();
    }
}
