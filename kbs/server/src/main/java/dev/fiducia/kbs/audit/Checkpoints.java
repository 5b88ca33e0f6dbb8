package dev.fiducia.kbs.audit;

import dev.fiducia.crypto.CryptoSuite;
import dev.fiducia.ha.audit.AuditEntry;
import dev.fiducia.ha.audit.AuditEvent;
import dev.fiducia.ha.audit.AuditHead;
import dev.fiducia.ha.audit.AuditLog;
import dev.fiducia.ha.audit.AuditProblem;
import dev.fiducia.ha.audit.AuditVerdict;
import dev.fiducia.ha.audit.LogCut;
import dev.fiducia.ha.seal.Sha256;
import dev.fiducia.ha.store.Change;
import dev.fiducia.ha.store.CommitResult;
import dev.fiducia.ha.store.Namespace;
import dev.fiducia.ha.store.RecordStore;
import dev.fiducia.ha.store.StoreException;
import dev.fiducia.ha.store.StoredRecord;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// Makes checkpoints of the audit log: the ends of all its chains, signed. The last one is kept,
/// and the log of changes tells of each, so that the log vouches for its checkpoints and they for
/// it. Who keeps one elsewhere can prove later that the log extends it. Thread-safe.
public final class Checkpoints {
    private static final Namespace NAMESPACE = new Namespace("audit-checkpoint");
    private static final String LAST = "last";
    private static final int ATTEMPTS = 50;

    private final RecordStore store;
    private final AuditLog audit;
    private final CheckpointKey key;
    private final InstantSource clock;

    private Checkpoints(RecordStore store, AuditLog audit, CheckpointKey key, InstantSource clock) {
        this.store = store;
        this.audit = audit;
        this.key = key;
        this.clock = clock;
    }

    /// @throws StoreException if the key that signs them can't be had
    public static Checkpoints open(
            RecordStore store, AuditLog audit, CryptoSuite crypto, InstantSource clock) {
        return new Checkpoints(store, audit, CheckpointKey.openOrCreate(store, crypto), clock);
    }

    /// A checkpoint as it is handed out: a compact JWS.
    record Signed(String jws, Checkpoint content) {}

    CheckpointKey key() {
        return key;
    }

    /// The last one.
    Optional<Signed> last() {
        return store.get(NAMESPACE, LAST).map(Checkpoints::text).flatMap(this::read);
    }

    /// Makes one now.
    ///
    /// @param by who asked for it
    Signed make(String by) {
        for (int tried = 0; tried < ATTEMPTS; tried++) {
            long version =
                    store.get(NAMESPACE, LAST).map(StoredRecord::version).orElse(Change.ABSENT);
            Checkpoint content =
                    new Checkpoint(clock.instant().truncatedTo(ChronoUnit.MILLIS), audit.heads());
            String jws = key.sign(CheckpointKey.Use.CHECKPOINT, content.toBytes());
            AuditEntry told =
                    AuditEntry.of(
                            by,
                            AuditLog.CHECKPOINT,
                            digest(jws),
                            Map.of("chains", Integer.toString(content.heads().size())));
            List<Change> changes = new ArrayList<>(audit.changesToAppend(List.of(told)));
            changes.add(
                    new Change.Put(
                            NAMESPACE, LAST, jws.getBytes(StandardCharsets.US_ASCII), version));
            if (store.commit(changes) instanceof CommitResult.Committed) {
                return new Signed(jws, content);
            }
        }
        throw new StoreException(
                StoreException.Reason.BUSY, "others change too much to make a checkpoint");
    }

    /// Makes one if the last is older than an interval and something happened since. Replicas share
    /// the last one, so that one of them does it. Returns how many it made.
    public int makeIfDue(Duration interval) {
        Optional<Signed> last = last();
        Instant now = clock.instant();
        if (last.isPresent()
                && (last.get().content().time().plus(interval).isAfter(now)
                        || isStill(last.get().content().heads(), audit.heads()))) {
            return 0;
        }
        var _ = make("schedule");
        return 1;
    }

    /// True if nothing came but the checkpoint's own event.
    private static boolean isStill(
            SortedMap<String, AuditHead> then, SortedMap<String, AuditHead> now) {
        SortedMap<String, AuditHead> before = new TreeMap<>(then);
        SortedMap<String, AuditHead> after = new TreeMap<>(now);
        AuditHead had = before.remove(AuditEvent.CHANGES);
        AuditHead has = after.remove(AuditEvent.CHANGES);
        return before.equals(after)
                && has != null
                && has.seq() == (had == null ? 0 : had.seq()) + 1;
    }

    /// The ends of chains that a checkpoint holds; empty if this service did not sign it.
    Optional<Signed> read(String jws) {
        return key.verify(CheckpointKey.Use.CHECKPOINT, jws)
                .flatMap(Checkpoint::parse)
                .map(content -> new Signed(jws, content));
    }

    /// Where the log begins.
    LogCut cut() {
        return audit.cut(key.cutSeal());
    }

    /// Verifies the whole log, against the last checkpoint and what somebody kept.
    AuditVerdict verify(List<SortedMap<String, AuditHead>> kept) {
        List<SortedMap<String, AuditHead>> remembered = new ArrayList<>(kept);
        Optional<String> stored = store.get(NAMESPACE, LAST).map(Checkpoints::text);
        Optional<Signed> last = stored.flatMap(this::read);
        last.ifPresent(signed -> remembered.add(signed.content().heads()));
        AuditVerdict verdict = audit.verify(key.cutSeal(), remembered);
        List<AuditProblem> problems = new ArrayList<>();
        if (stored.isPresent() && last.isEmpty()) {
            problems.add(problem("the last checkpoint is not one that this service signed"));
        }
        // Looked at before the walk: another one may have come during it.
        Optional<String> now = store.get(NAMESPACE, LAST).map(Checkpoints::text);
        if (stored.equals(now) && !stored.map(Checkpoints::digest).equals(verdict.checkpoint())) {
            problems.add(problem("the last checkpoint is not the one that the log tells of"));
        }
        return verdict.with(problems);
    }

    private static AuditProblem problem(String message) {
        return new AuditProblem(AuditEvent.CHANGES, 0, AuditProblem.Kind.UNREADABLE, message);
    }

    private static String text(StoredRecord stored) {
        return new String(stored.value(), StandardCharsets.US_ASCII);
    }

    private static String digest(String jws) {
        return "sha256:" + Sha256.hex(jws.getBytes(StandardCharsets.US_ASCII));
    }
}
