package dev.fiducia.ha.audit;

import dev.fiducia.ha.store.Change;
import dev.fiducia.ha.store.Namespace;
import dev.fiducia.ha.store.RecordLimits;
import dev.fiducia.ha.store.RecordPage;
import dev.fiducia.ha.store.RecordStore;
import dev.fiducia.ha.store.StoreException;
import dev.fiducia.ha.store.StoredRecord;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// Removes old events from the front of each chain, such that the rest can still be verified: the
/// commit that removes them also writes the signed [LogCut], and appends the event that tells of
/// it. Only events that follow one from the other, and from the cut before, are removed, so that a
/// removal never hides a damage. Nothing is kept between calls.
public final class AuditPruning {

    /// Most events that one commit removes.
    public static final int BATCH = 500;

    private static final int SCANNED = 5 * RecordLimits.PAGE;

    private final RecordStore store;
    private final CutSeal seal;
    private final InstantSource clock;

    public AuditPruning(RecordStore store, CutSeal seal, InstantSource clock) {
        this.store = store;
        this.seal = seal;
        this.clock = clock;
    }

    /// What may go.
    ///
    /// @param before only events that are older
    /// @param covered only events that are not behind these ends of chains, which somebody signed
    public record Limits(Instant before, SortedMap<String, AuditHead> covered) {}

    /// What is to be removed in one commit.
    ///
    /// @param changes for the caller to commit with what [AuditLog#append] makes of `told`. On a
    ///   conflict plan again
    /// @param told to be appended to the log of changes
    /// @param more whether there may be more to remove
    public record Batch(
            List<Change> changes,
            AuditEntry told,
            int removedDecisions,
            int removedChanges,
            boolean more) {
        public Batch {
            changes = List.copyOf(changes);
        }

        public boolean isEmpty() {
            return removedDecisions + removedChanges == 0;
        }
    }

    /// The oldest events that may go.
    ///
    /// @param most at most so many: [#BATCH] for what is to be committed
    /// @param by who asked for it
    /// @param reason why; empty for no reason
    /// @throws StoreException if the log is not whole where it would be cut: then nothing goes
    public Batch plan(Limits limits, int most, String by, String reason) {
        StoredCut known = StoredCut.read(store, seal);
        if (!known.authentic()) {
            throw damaged("what says where it begins is not signed by this service");
        }
        Front front = new Front(known.content(), limits);
        boolean more = front.take(DecisionLog.EVENTS, most);
        int decisions = front.changes.size();
        more |= front.take(AuditLog.EVENTS, most - decisions);
        int changes = front.changes.size() - decisions;
        Instant before = known.content().before();
        LogCut cut =
                new LogCut(
                        clock.instant().truncatedTo(ChronoUnit.MILLIS),
                        before.isAfter(limits.before()) ? before : limits.before(),
                        front.positions);
        byte[] record = seal.sign(cut.toBytes()).getBytes(StandardCharsets.US_ASCII);
        if (record.length > RecordLimits.VALUE_BYTES) {
            throw new StoreException(
                    StoreException.Reason.FULL,
                    "the log has too many chains for one record of where they begin");
        }
        front.changes.add(
                new Change.Put(StoredCut.NAMESPACE, StoredCut.KEY, record, known.version()));
        SortedMap<String, String> details = new TreeMap<>();
        details.put("before", cut.before().toString());
        details.put("decisions", Integer.toString(decisions));
        details.put("changes", Integer.toString(changes));
        if (!reason.isEmpty()) {
            details.put("reason", reason);
        }
        return new Batch(
                front.changes,
                new AuditEntry(by, StoredCut.PRUNED, StoredCut.digest(record), details),
                decisions,
                changes,
                more);
    }

    private static StoreException damaged(String what) {
        return new StoreException(
                StoreException.Reason.CORRUPT,
                "nothing is removed from the audit log, because " + what + ": verify it");
    }

    /// The first events of all chains.
    private final class Front {
        private final Limits limits;
        private final SortedMap<String, AuditHead> positions;
        private final List<Change> changes = new ArrayList<>();
        private final Set<String> ended = new HashSet<>();

        Front(LogCut cut, Limits limits) {
            this.limits = limits;
            this.positions = new TreeMap<>(cut.positions());
        }

        /// Takes the first events of a namespace; true if there may be more to take.
        boolean take(Namespace namespace, int most) {
            int room = changes.size() + most;
            @Nullable String after = null;
            for (int scanned = 0; scanned < Math.max(SCANNED, most); ) {
                if (changes.size() == room) {
                    return true;
                }
                int wanted = Math.min(RecordLimits.PAGE, room - changes.size());
                RecordPage page = store.list(namespace, "", after, wanted);
                for (StoredRecord stored : page.records()) {
                    if (isTooYoung(namespace, stored.key())) {
                        return false;
                    }
                    take(namespace, stored);
                }
                if (page.next().isEmpty()) {
                    return false;
                }
                after = page.next().get();
                scanned += page.records().size();
            }
            return false;
        }

        /// Decisions lie in the order of time, over all chains; changes are one chain.
        private boolean isTooYoung(Namespace namespace, String key) {
            return namespace.equals(DecisionLog.EVENTS)
                    ? key.compareTo(DecisionIds.floor(limits.before())) >= 0
                    : ended.contains(AuditEvent.CHANGES);
        }

        private void take(Namespace namespace, StoredRecord stored) {
            AuditEvent event =
                    AuditCodec.decode(stored.value())
                            .orElseThrow(
                                    () -> damaged(namespace + "/" + stored.key() + " is no event"));
            String chain = event.chain();
            if (chain.isEmpty() == namespace.equals(DecisionLog.EVENTS)
                    || !stored.key().equals(keyOf(event))) {
                throw damaged(namespace + "/" + stored.key() + " is another event");
            }
            if (ended.contains(chain)) {
                return;
            }
            AuditHead last = positions.getOrDefault(chain, AuditHead.EMPTY);
            if (event.seq() != last.seq() + 1
                    || !event.previous().equals(last.hash())
                    || !event.hash().equals(event.computedHash())) {
                throw damaged(
                        "event "
                                + event.seq()
                                + (chain.isEmpty() ? " of changes" : " of the chain " + chain)
                                + " does not follow from where the log begins");
            }
            AuditHead end = limits.covered().getOrDefault(chain, AuditHead.EMPTY);
            if (event.seq() == end.seq() && !event.hash().equals(end.hash())) {
                throw damaged("the chain " + chain + " does not lead through the last checkpoint");
            }
            if (event.seq() > end.seq() || !event.time().isBefore(limits.before())) {
                ended.add(chain);
                return;
            }
            positions.put(chain, event.head());
            if (event.entry().action().equals(ChainTip.BEGUN) && chain.isEmpty()) {
                positions.putIfAbsent(event.entry().target(), AuditHead.EMPTY);
            }
            changes.add(new Change.Delete(namespace, stored.key(), stored.version()));
        }

        private static String keyOf(AuditEvent event) {
            return event.chain().isEmpty() ? AuditCodec.key(event.seq()) : event.id();
        }
    }
}
