package dev.fiducia.ha.audit;

import dev.fiducia.ha.audit.AuditProblem.Kind;
import dev.fiducia.ha.store.RecordLimits;
import dev.fiducia.ha.store.RecordPage;
import dev.fiducia.ha.store.RecordStore;
import dev.fiducia.ha.store.StoreException;
import dev.fiducia.ha.store.StoredRecord;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// One walk along the chain of changes, from the first event to the last.
final class AuditVerification {
    private static final int MOST = 100;

    private final RecordStore store;
    private final List<AuditHead> unmet;
    private final Set<String> chains = new TreeSet<>();
    private final List<AuditProblem> problems = new ArrayList<>();
    private AuditHead last = AuditHead.EMPTY;
    private AuditHead head = AuditHead.EMPTY;
    private Optional<String> checkpoint = Optional.empty();
    private long events;

    AuditVerification(RecordStore store, List<AuditHead> remembered) {
        this.store = store;
        this.unmet = new ArrayList<>(remembered);
        unmet.removeIf(AuditHead.EMPTY::equals);
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
        @Nullable String after = last.seq() == 0 ? null : AuditCodec.key(last.seq());
        try {
            while (true) {
                RecordPage page = store.list(AuditLog.EVENTS, "", after, RecordLimits.PAGE);
                page.records().forEach(this::meet);
                if (page.next().isEmpty()) {
                    return;
                }
                after = page.next().get();
            }
        } catch (StoreException e) {
            problem(last.seq() + 1, Kind.UNREADABLE, "the store can't read the events behind");
        }
    }

    private void meet(StoredRecord stored) {
        events++;
        long seq = stored.key().matches("[0-9]{19}") ? Long.parseLong(stored.key()) : -1;
        Optional<AuditEvent> event = AuditCodec.decode(stored.value());
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
