package dev.fiducia.ha.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fiducia.ha.audit.AuditProblem.Kind;
import dev.fiducia.ha.seal.KeyRing;
import dev.fiducia.ha.store.Change;
import dev.fiducia.ha.store.CommitResult;
import dev.fiducia.ha.store.RecordStore;
import dev.fiducia.ha.store.SqliteRecordStore;
import dev.fiducia.ha.store.StoredRecord;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

class AuditLogTest {
    private static final InstantSource CLOCK =
            InstantSource.fixed(Instant.parse("2026-11-22T08:00:00Z"));

    @TempDir private Path folder;
    private RecordStore store;
    private AuditLog log;

    @BeforeEach
    void open() {
        KeyRing ring = KeyRing.openOrCreate(folder.resolve("keys"));
        store = SqliteRecordStore.open(folder.resolve("store"), ring, CLOCK);
        log = new AuditLog(store, CLOCK);
    }

    @AfterEach
    void close() {
        store.close();
    }

    private static AuditEntry entry(String target) {
        return AuditEntry.of("anna", "test", target, Map.of("name", "n-" + target));
    }

    private boolean append(String... targets) {
        List<AuditEntry> entries = new ArrayList<>();
        for (String target : targets) {
            entries.add(entry(target));
        }
        return store.commit(log.changesToAppend(entries)) instanceof CommitResult.Committed;
    }

    private AuditVerdict verify(AuditHead... remembered) {
        return log.verify(
                Stream.of(remembered)
                        .map(head -> new TreeMap<>(Map.of(AuditEvent.CHANGES, head)))
                        .<SortedMap<String, AuditHead>>map(each -> each)
                        .toList());
    }

    private List<Kind> problems() {
        return verify().problems().stream().map(AuditProblem::kind).toList();
    }

    private StoredRecord event(long seq) {
        return store.get(AuditLog.EVENTS, AuditCodec.key(seq)).orElseThrow();
    }

    private void write(long seq, byte[] value) {
        store.commit(
                List.of(
                        new Change.Put(
                                AuditLog.EVENTS,
                                AuditCodec.key(seq),
                                value,
                                event(seq).version())));
    }

    private void delete(long seq) {
        store.commit(
                List.of(
                        new Change.Delete(
                                AuditLog.EVENTS, AuditCodec.key(seq), event(seq).version())));
    }

    @Test
    void anEmptyLogIsIntact() {
        AuditVerdict verdict = verify();
        assertThat(verdict.isIntact()).isTrue();
        assertThat(verdict.head().seq()).isZero();
        assertThat(log.changesToAppend(List.of())).isEmpty();
    }

    @Test
    void findsAnEdit() {
        append("a", "b", "c");
        String edited =
                new String(event(2).value(), StandardCharsets.UTF_8).replace("anna", "bert");
        write(2, edited.getBytes(StandardCharsets.UTF_8));
        assertThat(problems()).containsExactly(Kind.EDITED);
    }

    @Test
    void findsAnEditWhoseHashWasMadeToFit() {
        append("a", "b", "c");
        AuditEvent old = AuditCodec.decode(event(2).value()).orElseThrow();
        AuditEvent forged =
                AuditEvent.next(new AuditHead(1, old.previous()), entry("x"), CLOCK.instant());
        write(2, AuditCodec.encode(forged));
        assertThat(problems()).containsExactly(Kind.UNLINKED);
    }

    @Test
    void findsADeletion() {
        append("a", "b", "c");
        delete(2);
        assertThat(problems()).containsExactly(Kind.MISSING, Kind.UNLINKED);
        delete(1);
        assertThat(problems()).containsExactly(Kind.MISSING, Kind.UNLINKED);
    }

    @Test
    void findsAnotherOrder() {
        append("a", "b", "c");
        byte[] second = event(2).value();
        write(2, event(3).value());
        write(3, second);
        assertThat(problems()).contains(Kind.REORDERED, Kind.UNLINKED);
    }

    @Test
    void findsALostEnd() {
        append("a", "b", "c");
        delete(3);
        assertThat(problems()).containsExactly(Kind.TRUNCATED);
        delete(2);
        delete(1);
        assertThat(problems()).containsExactly(Kind.TRUNCATED);
    }

    @Test
    void findsWhatLiesBesideTheHead() {
        append("a");
        byte[] head = store.get(AuditLog.HEAD, AuditLog.HEAD_KEY).orElseThrow().value();
        store.commit(List.of(new Change.Put(AuditLog.HEAD, "another", head, Change.ABSENT)));
        assertThat(problems()).containsExactly(Kind.CHAIN_UNKNOWN);
    }

    @Test
    void findsALostOrOldHead() {
        append("a");
        byte[] old = store.get(AuditLog.HEAD, AuditLog.HEAD_KEY).orElseThrow().value();
        append("b");
        long version = store.get(AuditLog.HEAD, AuditLog.HEAD_KEY).orElseThrow().version();
        store.commit(List.of(new Change.Put(AuditLog.HEAD, AuditLog.HEAD_KEY, old, version)));
        assertThat(problems()).containsExactly(Kind.BEYOND_HEAD);
        assertThat(append("c")).isFalse();
        version = store.get(AuditLog.HEAD, AuditLog.HEAD_KEY).orElseThrow().version();
        store.commit(List.of(new Change.Delete(AuditLog.HEAD, AuditLog.HEAD_KEY, version)));
        assertThat(problems()).containsExactly(Kind.TRUNCATED);
    }

    @Test
    void findsWhatIsNoEvent() {
        append("a", "b");
        write(2, "{".getBytes(StandardCharsets.UTF_8));
        assertThat(problems()).contains(Kind.UNREADABLE);
    }

    @Test
    void findsAChainThatWasReplacedByWhoKeptItsHead() {
        append("a", "b");
        AuditHead kept = verify().head();
        append("c");
        assertThat(verify(kept).isIntact()).isTrue();
        assertThat(verify(AuditHead.EMPTY).isIntact()).isTrue();
        for (long seq = 1; seq <= 3; seq++) {
            delete(seq);
        }
        long version = store.get(AuditLog.HEAD, AuditLog.HEAD_KEY).orElseThrow().version();
        store.commit(List.of(new Change.Delete(AuditLog.HEAD, AuditLog.HEAD_KEY, version)));
        append("x", "y", "z");
        assertThat(problems()).isEmpty();
        assertThat(verify(kept).problems())
                .extracting(AuditProblem::kind)
                .containsExactly(Kind.REPLACED);
    }

    private static AuditFilter filter(String target, String actor) {
        return new AuditFilter(
                Optional.empty(),
                Optional.empty(),
                Optional.of(target),
                Optional.of(actor),
                Optional.empty(),
                Optional.empty());
    }

    @Test
    void pagesAndFilters() {
        for (int i = 0; i < 5; i++) {
            append("t" + i % 2);
        }
        AuditPage first = log.page(AuditFilter.ALL, Optional.empty(), 3);
        assertThat(first.events()).extracting(AuditEvent::seq).containsExactly(1L, 2L, 3L);
        assertThat(first.next()).isEqualTo(AuditCursor.parse("3"));
        assertThat(log.page(AuditFilter.ALL, first.next(), 3).events())
                .extracting(AuditEvent::seq)
                .containsExactly(4L, 5L);
        for (String target : List.of("t1", "n-t1")) {
            assertThat(log.page(filter(target, "anna"), Optional.empty(), 9).events())
                    .extracting(AuditEvent::seq)
                    .containsExactly(2L, 4L);
        }
        AuditFilter later =
                new AuditFilter(
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(CLOCK.instant().plusSeconds(1)),
                        Optional.empty());
        assertThat(log.page(later, Optional.empty(), 9).events()).isEmpty();
    }

    @Test
    void putsChangesAtOnceInAnOrder() throws Exception {
        try (ExecutorService pool = Executors.newFixedThreadPool(4)) {
            for (int i = 0; i < 40; i++) {
                String target = "t" + i;
                var _ =
                        pool.submit(() -> {
                            while (!append(target)) {
                                Thread.onSpinWait();
                            }
                        });
            }
        }
        AuditVerdict verdict = verify();
        assertThat(verdict.problems()).isEmpty();
        assertThat(verdict.events()).isEqualTo(40);
        assertThat(verdict.head().seq()).isEqualTo(40);
    }
}
