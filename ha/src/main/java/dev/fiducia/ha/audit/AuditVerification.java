package dev.fiducia.ha.audit;

import dev.fiducia.ha.audit.AuditProblem.Kind;
import dev.fiducia.ha.store.RecordLimits;
import dev.fiducia.ha.store.RecordPage;
import dev.fiducia.ha.store.RecordStore;
import dev.fiducia.ha.store.StoreException;
import dev.fiducia.ha.store.StoredRecord;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// One walk along the chain of changes, from where it was cut to the last event.
final class AuditVerification {
    private static final int MOST = 100;

    private final RecordStore store;
    private final List<AuditHead> unmet;
    private final Set<AuditHead> passed = new LinkedHashSet<>();
    private final CutView cuts;
    private final AuditHead start;
    private final Set<String> chains = new TreeSet<>();
    private final List<AuditProblem> problems = new ArrayList<>();
    private AuditHead last = AuditHead.EMPTY;
    private AuditHead head = AuditHead.EMPTY;
    private AuditHead cut = AuditHead.EMPTY;
    private Optional<String> checkpoint = Optional.empty();
    private Optional<String> pruned = Optional.empty();
    private @Nullable String walked;
    private long events;

    AuditVerification(RecordStore store, List<AuditHead> remembered, CutView cuts) {
        this.store = store;
        this.unmet = new ArrayList<>(remembered);
        this.cuts = cuts;
        this.start = cuts.start().of(AuditEvent.CHANGES);
        unmet.removeIf(AuditHead.EMPTY::equals);
        goOnBehind(cuts.start());
    }

    /// The removed events told of chains that were begun, which the cut tells now.
    private void goOnBehind(LogCut removed) {
        cut = removed.of(AuditEvent.CHANGES);
        last = cut;
        unmet.removeIf(cut::equals);
        for (AuditHead wanted : List.copyOf(unmet)) {
            if (wanted.seq() < cut.seq()) {
                unmet.remove(wanted);
                passed.add(wanted);
            }
        }
        removed.positions().keySet().stream()
                .filter(chain -> !chain.equals(AuditEvent.CHANGES))
                .forEach(chains::add);
    }

    /// Remembered heads of which the events were removed, so that nothing shows them.
    Set<AuditHead> passed() {
        return passed;
    }

    /// The digest of the last cut that an event tells of.
    Optional<String> pruned() {
        return pruned;
    }

    AuditHead head() {
        return head;
    }

    long events() {
        return events;
    }

    /// The digest of the last checkpoint.
    Optional<String> checkpoint() {
        return checkpoint;
    }

    /// The chains of decisions that were begun.
    Set<String> chains() {
        return chains;
    }

    /// What is wrong with the chain. Walks it: to be called once.
    List<AuditProblem> verify() {
        walk();
        // Read last: what was appended during the walk is behind the head's events, not beyond it.
        head = readHead();
        if (last.seq() < head.seq() && problems.isEmpty()) {
            walkOn();
        }
        compare();
        findOtherHeads();
        for (AuditHead wanted : unmet) {
            problem(
                    wanted.seq(),
                    Kind.REPLACED,
                    "the chain does not lead through the remembered head " + wanted.hash());
        }
        return problems;
    }

    /// Reads what was appended between the end of the walk and the reading of the head.
    private void walkOn() {
        walk();
        if (last.seq() < head.seq()) {
            problem(
                    last.seq() + 1,
                    Kind.TRUNCATED,
                    "the head says that the last event is " + head.seq());
        }
    }

    private void walk() {
        try {
            while (true) {
                RecordPage page = store.list(AuditLog.EVENTS, "", walked, RecordLimits.PAGE);
                page.records().forEach(this::meet);
                if (!page.records().isEmpty()) {
                    walked = page.records().getLast().key();
                }
                if (page.next().isEmpty()) {
                    return;
                }
            }
        } catch (StoreException e) {
            problem(last.seq() + 1, Kind.UNREADABLE, "the store can't read the events behind");
        }
    }

    private void meet(StoredRecord stored) {
        events++;
        long seq = stored.key().matches("[0-9]{19}") ? Long.parseLong(stored.key()) : -1;
        Optional<AuditEvent> event = AuditCodec.decode(stored.value());
        if (seq > last.seq() + 1) {
            askForCut();
        }
        if (seq > 0 && seq <= cut.seq()) {
            if (seq <= start.seq()) {
                problem(seq, Kind.BEFORE_CUT, "the log begins behind " + start.seq());
            }
            return; // else removed behind the reader's back
        }
        if (seq < 1 || event.isEmpty()) {
            problem(Math.max(seq, last.seq() + 1), Kind.UNREADABLE, "this is no event");
            last = new AuditHead(Math.max(seq, last.seq() + 1), AuditEvent.NOTHING);
            return;
        }
        if (seq != last.seq() + 1) {
            problem(seq, Kind.MISSING, "the events from " + (last.seq() + 1) + " on are gone");
        }
        if (event.get().seq() != seq) {
            problem(seq, Kind.REORDERED, "here lies event " + event.get().seq());
        }
        if (!event.get().computedHash().equals(event.get().hash())) {
            problem(seq, Kind.EDITED, "the event was changed after it was written");
        }
        if (!event.get().previous().equals(last.hash())) {
            problem(seq, Kind.UNLINKED, "it does not follow from the event before it");
        }
        last = new AuditHead(seq, event.get().hash());
        unmet.removeIf(last::equals);
        AuditEntry entry = event.get().entry();
        if (entry.action().equals(ChainTip.BEGUN)) {
            chains.add(entry.target());
        } else if (entry.action().equals(AuditLog.CHECKPOINT)) {
            checkpoint = Optional.of(entry.target());
        } else if (entry.action().equals(StoredCut.PRUNED)) {
            pruned = Optional.of(entry.target());
        }
    }

    /// Events that are missed may have been removed since the walk began.
    private void askForCut() {
        LogCut now = cuts.now();
        if (now.of(AuditEvent.CHANGES).seq() > last.seq()) {
            goOnBehind(now);
        }
    }

    private void compare() {
        if (!problems.isEmpty()) {
            return;
        }
        if (last.seq() > head.seq() && readHead().seq() < last.seq()) {
            problem(
                    head.seq() + 1,
                    head.seq() == 0 ? Kind.TRUNCATED : Kind.BEYOND_HEAD,
                    head.seq() == 0
                            ? "the head record is gone"
                            : "the head says that the last event is " + head.seq());
        } else if (last.seq() == head.seq() && !last.hash().equals(head.hash())) {
            problem(last.seq(), Kind.UNLINKED, "the head is that of another event");
        }
    }

    /// Nobody reads them, so that they change nothing; but somebody wrote them.
    private void findOtherHeads() {
        try {
            store.list(AuditLog.HEAD, "", null, 2).records().stream()
                    .map(StoredRecord::key)
                    .filter(key -> !key.equals(AuditLog.HEAD_KEY))
                    .forEach(key ->
                            problem(
                                    head.seq(),
                                    Kind.CHAIN_UNKNOWN,
                                    "a record " + key + " lies beside the head"));
        } catch (StoreException e) {
            problem(head.seq(), Kind.UNREADABLE, "the store can't read what lies beside the head");
        }
    }

    private AuditHead readHead() {
        try {
            Optional<StoredRecord> stored = store.get(AuditLog.HEAD, AuditLog.HEAD_KEY);
            if (stored.isEmpty()) {
                return AuditHead.EMPTY;
            }
            Optional<AuditHead> head = AuditCodec.decodeHead(stored.get().value());
            if (head.isPresent()) {
                return head.get();
            }
        } catch (StoreException e) {
            // Told below: an unreadable head is no head.
        }
        problem(last.seq(), Kind.UNREADABLE, "the head record can't be read");
        return AuditHead.EMPTY;
    }

    private void problem(long seq, Kind kind, String message) {
        if (problems.size() < MOST) {
            problems.add(new AuditProblem(AuditEvent.CHANGES, seq, kind, message));
        }
    }
}
