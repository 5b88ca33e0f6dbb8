package dev.fiducia.ha.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fiducia.ha.audit.AuditProblem.Kind;
import dev.fiducia.ha.seal.KeyRing;
import dev.fiducia.ha.store.Change;
import dev.fiducia.ha.store.CommitResult;
import dev.fiducia.ha.store.MutableClock;
import dev.fiducia.ha.store.Namespace;
import dev.fiducia.ha.store.RecordStore;
import dev.fiducia.ha.store.StoreException;
import dev.fiducia.ha.store.StoredRecord;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;

/// What holds of removing old events, on every store.
abstract class AuditPruningContract {
    private static final CutSeal SEAL = new TestSeal("ours");

    @TempDir Path folder;
    private final MutableClock clock = new MutableClock();
    private RecordStore store;
    private AuditLog log;
    private AuditPruning pruning;
    private final List<DecisionLog> replicas = new ArrayList<>();

    abstract RecordStore open(KeyRing ring, InstantSource clock);

    /// Two replicas decide five times, an hour apart, and changes are made between.
    @BeforeEach
    void fill() {
        store = open(KeyRing.openOrCreate(folder.resolve("keys")), clock);
        log = new AuditLog(store, clock);
        pruning = new AuditPruning(store, SEAL, clock);
        for (int at = 0; at < 2; at++) {
            replicas.add(
                    DecisionLog.open(
                            store,
                            log,
                            Delivery.none(),
                            new DecisionLog.Settings("test", 100, Duration.ofSeconds(30)),
                            clock,
                            new SecureRandom()));
        }
        for (int hour = 0; hour < 5; hour++) {
            happen(hour);
            clock.advance(Duration.ofHours(1));
        }
    }

    @AfterEach
    void close() {
        replicas.forEach(DecisionLog::close);
        store.close();
    }

    private void happen(int hour) {
        for (DecisionLog replica : replicas) {
            assertThat(replica.record(entry("resource.release", "r" + hour)))
                    .isInstanceOf(Recording.Recorded.class);
        }
        change("c" + hour);
    }

    private void change(String target) {
        assertThat(store.commit(log.changesToAppend(List.of(entry("rule.set", target)))))
                .isInstanceOf(CommitResult.Committed.class);
    }

    private static AuditEntry entry(String action, String target) {
        return AuditEntry.of("anna", action, target, Map.of("outcome", "released"));
    }

    private Instant hoursAgo(int hours) {
        return clock.instant().minus(Duration.ofHours(hours)).plusMillis(1);
    }

    private AuditPruning.Batch plan(Instant before, SortedMap<String, AuditHead> covered) {
        return pruning.plan(new AuditPruning.Limits(before, covered), 500, "test", "");
    }

    private boolean commit(AuditPruning.Batch batch) {
        List<Change> changes = new ArrayList<>(batch.changes());
        changes.addAll(log.changesToAppend(List.of(batch.told())));
        return store.commit(changes) instanceof CommitResult.Committed;
    }

    /// Removes what is older than so many hours, and is covered by the heads of now.
    private AuditPruning.Batch prune(int hours) {
        AuditPruning.Batch batch = plan(hoursAgo(hours), log.heads());
        assertThat(batch.isEmpty()).isFalse();
        assertThat(commit(batch)).isTrue();
        return batch;
    }

    private List<Kind> problems() {
        return verify(log.heads()).problems().stream().map(AuditProblem::kind).toList();
    }

    private AuditVerdict verify(SortedMap<String, AuditHead> kept) {
        return log.verify(SEAL, List.of(kept));
    }

    private List<StoredRecord> all(Namespace namespace) {
        return store.list(namespace, "", null, 1000).records();
    }

    private void put(Namespace namespace, String key, byte[] value) {
        long version = store.get(namespace, key).map(StoredRecord::version).orElse(Change.ABSENT);
        assertThat(store.commit(List.of(new Change.Put(namespace, key, value, version))))
                .isInstanceOf(CommitResult.Committed.class);
    }

    private void delete(Namespace namespace, String key) {
        long version = store.get(namespace, key).orElseThrow().version();
        assertThat(store.commit(List.of(new Change.Delete(namespace, key, version))))
                .isInstanceOf(CommitResult.Committed.class);
    }

    private byte[] cut() {
        return store.get(StoredCut.NAMESPACE, StoredCut.KEY).orElseThrow().value();
    }

    @Test
    void nothingGoesThatNoCheckpointCovers() {
        assertThat(plan(hoursAgo(0), new TreeMap<>()).isEmpty()).isTrue();
        SortedMap<String, AuditHead> covered = log.heads();
        happen(5);
        clock.advance(Duration.ofHours(1));
        AuditPruning.Batch batch = plan(hoursAgo(0), covered);
        assertThat(batch.removedDecisions()).isEqualTo(10);
        assertThat(batch.removedChanges()).isEqualTo(7); // two begun chains, five changes
        assertThat(commit(batch)).isTrue();
        assertThat(problems()).isEmpty();
        assertThat(log.page(AuditFilter.ALL, Optional.empty(), 100).events())
                .extracting(event -> event.entry().action())
                .containsExactlyInAnyOrder(
                        "resource.release", "resource.release", "rule.set", "audit.prune");
    }

    @Test
    void whatIsYoungerStays() {
        assertThat(plan(hoursAgo(6), log.heads()).isEmpty()).isTrue();
        AuditPruning.Batch batch = prune(3);
        assertThat(batch.removedDecisions()).isEqualTo(6);
        assertThat(batch.removedChanges()).isEqualTo(5);
        assertThat(plan(hoursAgo(3), log.heads()).isEmpty()).isTrue();
    }

    @Test
    void theRestIsStillVerifiedAndGoesOn() {
        prune(3);
        assertThat(problems()).isEmpty();
        happen(9);
        prune(1);
        AuditVerdict verdict = verify(log.heads());
        assertThat(verdict.problems()).isEmpty();
        assertThat(verdict.passed()).isEmpty();
        assertThat(verdict.cut().events()).isPositive();
        assertThat(verdict.cut().before()).isEqualTo(hoursAgo(1));
        assertThat(verdict.chains()).hasSize(2);
    }

    @Test
    void aBatchIsBoundedAndSaysThatThereIsMore() {
        AuditPruning.Limits limits = new AuditPruning.Limits(hoursAgo(0), log.heads());
        int removed = 0;
        AuditPruning.Batch batch;
        do {
            batch = pruning.plan(limits, 3, "test", "");
            int size = batch.removedDecisions() + batch.removedChanges();
            assertThat(size).isLessThanOrEqualTo(3);
            removed += size;
            assertThat(commit(batch)).isTrue();
            assertThat(problems()).isEmpty();
        } while (batch.more());
        assertThat(removed).isEqualTo(17);
    }

    @Test
    void whatWasKeptShowsUnlessItWasRemoved() {
        SortedMap<String, AuditHead> old = log.heads();
        SortedMap<String, AuditHead> forged = new TreeMap<>(old);
        String chain = old.lastKey();
        forged.put(
                chain, new AuditHead(Objects.requireNonNull(old.get(chain)).seq(), "a".repeat(64)));
        prune(0); // exactly as far as was kept
        assertThat(verify(old).problems()).isEmpty();
        assertThat(verify(old).passed()).isEmpty();
        assertThat(verify(forged).problems())
                .extracting(AuditProblem::kind)
                .containsExactly(Kind.REPLACED);
        happen(5);
        SortedMap<String, AuditHead> later = log.heads();
        clock.advance(Duration.ofHours(1));
        prune(0);
        assertThat(verify(old).problems()).isEmpty();
        assertThat(verify(old).passed())
                .extracting(AuditVerdict.Position::chain)
                .containsExactlyInAnyOrderElementsOf(old.keySet());
        assertThat(verify(forged).passed()).hasSize(3);
        assertThat(verify(later).passed()).isEmpty();
    }

    @Test
    void aChainWithoutEventsIsStillMissed() {
        prune(0);
        assertThat(all(DecisionLog.EVENTS)).isEmpty();
        assertThat(problems()).isEmpty();
        SortedMap<String, AuditHead> heads = log.heads();
        delete(DecisionLog.HEADS, heads.lastKey());
        assertThat(problems()).containsExactly(Kind.CHAIN_GONE);
    }

    @Test
    void aReplicaGoesOnWithAChainWhoseEventsAreGone() {
        prune(0);
        happen(5);
        assertThat(problems()).isEmpty();
        assertThat(verify(log.heads()).chains()).hasSize(2);
    }

    @Test
    void readingGoesOnWithTheFirstThatIsThere() {
        AuditPage first = log.page(AuditFilter.ALL, Optional.empty(), 2);
        String removed =
                log.page(AuditFilter.ALL, Optional.empty(), 5).events().stream()
                        .map(AuditEvent::id)
                        .filter(id -> !id.isEmpty())
                        .findFirst()
                        .orElseThrow();
        List<AuditEvent> before = log.page(AuditFilter.ALL, first.next(), 100).events();
        prune(2);
        List<AuditEvent> behind = log.page(AuditFilter.ALL, first.next(), 100).events();
        assertThat(behind).hasSizeLessThan(before.size());
        assertThat(before).containsAll(behind.subList(0, behind.size() - 1));
        assertThat(behind.getLast().entry().action()).isEqualTo("audit.prune");
        assertThat(log.decision(removed)).isEmpty();
        assertThat(DecisionIds.time(removed)).get().isEqualTo(hoursAgo(5).minusMillis(1));
    }

    @Test
    void findsALostCut() {
        prune(3);
        delete(StoredCut.NAMESPACE, StoredCut.KEY);
        assertThat(problems()).contains(Kind.CUT_GONE, Kind.MISSING);
    }

    @Test
    void findsWhatWasRemovedBeyondTheCut() {
        prune(3);
        delete(DecisionLog.EVENTS, all(DecisionLog.EVENTS).getFirst().key());
        assertThat(problems()).contains(Kind.MISSING);
        delete(AuditLog.EVENTS, all(AuditLog.EVENTS).getFirst().key());
        assertThat(problems()).contains(Kind.MISSING);
    }

    @Test
    void findsACutThatWasMovedWithoutItsKey() {
        prune(3);
        AuditPruning other = new AuditPruning(store, new TestSeal("theirs"), clock);
        byte[] ours = cut();
        delete(StoredCut.NAMESPACE, StoredCut.KEY);
        LogCut moved = LogCut.parse(SEAL.read(text(ours)).orElseThrow()).orElseThrow();
        SortedMap<String, AuditHead> further = new TreeMap<>(log.heads());
        LogCut forged = new LogCut(moved.time(), moved.before(), further);
        byte[] theirs = bytes(new TestSeal("theirs").sign(forged.toBytes()));
        put(StoredCut.NAMESPACE, StoredCut.KEY, theirs);
        assertThat(problems()).contains(Kind.CUT_FOREIGN);
        AuditPruning.Limits limits = new AuditPruning.Limits(hoursAgo(0), log.heads());
        assertThatThrownBy(() -> pruning.plan(limits, 500, "test", ""))
                .isInstanceOf(StoreException.class);
        assertThatThrownBy(() -> other.plan(limits, 500, "test", ""))
                .isInstanceOf(StoreException.class);
    }

    @Test
    void findsACutOfBeforeEvenIfTheEventsAreThereAgain() {
        prune(3);
        byte[] old = cut();
        List<StoredRecord> decisions = all(DecisionLog.EVENTS);
        List<StoredRecord> changes = all(AuditLog.EVENTS);
        prune(1);
        byte[] now = cut();
        put(StoredCut.NAMESPACE, StoredCut.KEY, old);
        assertThat(problems()).contains(Kind.MISSING, Kind.CUT_UNTOLD);
        decisions.forEach(each -> put(DecisionLog.EVENTS, each.key(), each.value()));
        changes.forEach(each -> put(AuditLog.EVENTS, each.key(), each.value()));
        assertThat(problems()).containsExactly(Kind.CUT_UNTOLD);
        put(StoredCut.NAMESPACE, StoredCut.KEY, now);
        assertThat(problems()).isNotEmpty().containsOnly(Kind.BEFORE_CUT);
        put(StoredCut.NAMESPACE, "another", now);
        assertThat(problems()).contains(Kind.CUT_FOREIGN);
    }

    @Test
    void findsACutWhoseChainEndsBeforeIt() {
        prune(0);
        String chain = log.heads().lastKey();
        put(DecisionLog.HEADS, chain, AuditCodec.encode(new AuditHead(2, "b".repeat(64))));
        assertThat(problems()).contains(Kind.BEYOND_HEAD);
    }

    @Test
    void damageIsNotRemovedAway() {
        StoredRecord first = all(DecisionLog.EVENTS).getFirst();
        String edited = new String(first.value(), StandardCharsets.UTF_8).replace("anna", "bert");
        put(DecisionLog.EVENTS, first.key(), bytes(edited));
        assertThatThrownBy(() -> plan(hoursAgo(3), log.heads()))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("verify");
        delete(DecisionLog.EVENTS, first.key());
        assertThatThrownBy(() -> plan(hoursAgo(3), log.heads())).isInstanceOf(StoreException.class);
        put(DecisionLog.EVENTS, first.key(), first.value());
        delete(AuditLog.EVENTS, AuditCodec.key(1));
        assertThatThrownBy(() -> plan(hoursAgo(3), log.heads())).isInstanceOf(StoreException.class);
    }

    @Test
    void aChainThatDoesNotLeadThroughTheCheckpointIsNotCut() {
        SortedMap<String, AuditHead> covered = new TreeMap<>(log.heads());
        String chain = covered.lastKey();
        covered.put(chain, new AuditHead(2, "c".repeat(64)));
        assertThatThrownBy(() -> plan(hoursAgo(0), covered)).isInstanceOf(StoreException.class);
    }

    @Test
    void ofTwoWhoRemoveAtOnceOneDoes() {
        AuditPruning.Batch one = plan(hoursAgo(3), log.heads());
        AuditPruning.Batch two = plan(hoursAgo(2), log.heads());
        assertThat(commit(one)).isTrue();
        assertThat(commit(two)).isFalse();
        assertThat(problems()).isEmpty();
    }

    @Test
    void isIntactWhileEventsComeAndGo() throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        try (ExecutorService pool = Executors.newFixedThreadPool(2)) {
            Callable<Integer> coming =
                    () -> {
                        int come = 0;
                        for (; !over.get(); come++) {
                            for (DecisionLog replica : replicas) {
                                replica.record(entry("resource.release", "late"));
                            }
                        }
                        return come;
                    };
            Callable<Integer> going =
                    () -> {
                        int gone = 0;
                        while (!over.get()) {
                            AuditPruning.Limits limits =
                                    new AuditPruning.Limits(
                                            clock.instant().plusSeconds(1), log.heads());
                            AuditPruning.Batch batch = pruning.plan(limits, 3, "test", "");
                            gone += !batch.isEmpty() && commit(batch) ? 1 : 0;
                        }
                        return gone;
                    };
            Future<Integer> come = pool.submit(coming);
            Future<Integer> gone = pool.submit(going);
            try {
                for (int at = 0; at < 20; at++) {
                    assertThat(log.verify(SEAL, List.of()).problems()).isEmpty();
                }
            } finally {
                over.set(true);
            }
            assertThat(come.get()).isPositive();
            assertThat(gone.get()).isPositive();
        }
        assertThat(problems()).isEmpty();
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.US_ASCII);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
