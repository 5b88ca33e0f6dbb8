package dev.fiducia.ha.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fiducia.ha.audit.AuditProblem.Kind;
import dev.fiducia.ha.seal.KeyRing;
import dev.fiducia.ha.store.RecordStore;
import dev.fiducia.ha.store.SqliteRecordStore;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

class DecisionLogTest {
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

    private DecisionLog decisions(int queue) {
        return DecisionLog.open(
                store,
                log,
                Delivery.none(),
                new DecisionLog.Settings("test", queue, Duration.ofSeconds(30)),
                CLOCK,
                new SecureRandom());
    }

    private static AuditEntry entry(String target, String outcome) {
        return AuditEntry.of(
                "guest", "resource." + outcome, target, Map.of("outcome", outcome, "code", "c"));
    }

    private static AuditEvent recorded(Recording recording) {
        assertThat(recording).isInstanceOf(Recording.Recorded.class);
        return ((Recording.Recorded) recording).event();
    }

    @Test
    void recordsWhatWasDecidedAndFindsItByItsId() {
        try (DecisionLog decisions = decisions(10)) {
            AuditEvent event = recorded(decisions.record(entry("a", "denied")));
            assertThat(DecisionIds.isId(event.id())).isTrue();
            assertThat(log.decision(event.id())).contains(event);
            assertThat(log.decision("nonsense")).isEmpty();
        }
        AuditVerdict verdict = log.verify(List.of());
        assertThat(verdict.problems()).isEmpty();
        assertThat(verdict.events()).isEqualTo(2); // the beginning of the chain, and the decision
        assertThat(verdict.chains()).hasSize(1);
    }

    @Test
    void replicasRecordAtOnceInChainsOfTheirOwn() throws Exception {
        int each = 60;
        try (DecisionLog one = decisions(1000);
                DecisionLog two = decisions(1000);
                DecisionLog three = decisions(1000);
                ExecutorService pool = Executors.newFixedThreadPool(12)) {
            List<Callable<Recording>> calls = new ArrayList<>();
            for (int at = 0; at < each; at++) {
                String target = "t" + at;
                for (DecisionLog replica : List.of(one, two, three)) {
                    calls.add(() -> replica.record(entry(target, "released")));
                }
            }
            for (Future<Recording> call : pool.invokeAll(calls)) {
                recorded(call.get());
            }
        }
        AuditVerdict verdict = log.verify(List.of());
        assertThat(verdict.problems()).isEmpty();
        assertThat(verdict.chains()).hasSize(3);
        assertThat(verdict.chains().values()).allMatch(head -> head.seq() == each);
    }

    @Test
    void aReplicaThatStartsAgainBeginsAChain() {
        for (int start = 0; start < 2; start++) {
            try (DecisionLog decisions = decisions(10)) {
                recorded(decisions.record(entry("a", "denied")));
            }
        }
        assertThat(log.verify(List.of()).chains()).hasSize(2);
    }

    @Test
    void nobodyIsLeftWaitingWhenTheLogCloses() {
        DecisionLog decisions = decisions(10);
        decisions.close();
        assertThat(decisions.record(entry("a", "released")))
                .isInstanceOfSatisfying(
                        Recording.Failed.class,
                        failed -> assertThat(failed.reason()).isEqualTo(Recording.Reason.CLOSED));
    }

    @Test
    void aStoreThatIsAwayRecordsNothing() {
        try (DecisionLog decisions = decisions(10)) {
            recorded(decisions.record(entry("a", "released")));
            store.close();
            assertThat(decisions.record(entry("b", "released")))
                    .isInstanceOfSatisfying(
                            Recording.Failed.class,
                            failed ->
                                    assertThat(failed.reason())
                                            .isEqualTo(Recording.Reason.UNAVAILABLE));
        }
    }

    @Test
    void whoWritesIntoAForeignChainIsFoundAndNotFollowed() {
        try (DecisionLog decisions = decisions(10)) {
            AuditEvent first = recorded(decisions.record(entry("a", "released")));
            ChainTip tip = ChainTip.find(store, first.chain()).orElseThrow();
            AuditEvent forged =
                    AuditEvent.next(
                            first.chain(),
                            first.id(),
                            new AuditHead(5, first.hash()),
                            entry("x", "released"),
                            CLOCK.instant());
            store.commit(List.of(tip.changesToAppend(List.of(forged)).getLast()));
            assertThat(decisions.record(entry("b", "released")))
                    .isInstanceOf(Recording.Failed.class);
            assertThat(recorded(decisions.record(entry("c", "released"))).chain())
                    .isNotEqualTo(first.chain());
        }
        assertThat(log.verify(List.of()).problems())
                .extracting(AuditProblem::kind)
                .containsExactly(Kind.TRUNCATED);
    }

    @Test
    void showsChangesAndDecisionsAsOneSequenceInPages() {
        try (DecisionLog decisions = decisions(10)) {
            for (int at = 0; at < 5; at++) {
                recorded(decisions.record(entry("d" + at, at % 2 == 0 ? "denied" : "released")));
                store.commit(
                        log.changesToAppend(
                                List.of(AuditEntry.of("anna", "rule.set", "r" + at, Map.of()))));
            }
        }
        List<AuditEvent> all = new ArrayList<>();
        Optional<AuditCursor> next = Optional.empty();
        do {
            AuditPage page =
                    log.page(
                            AuditFilter.ALL,
                            next.flatMap(at -> AuditCursor.parse(at.toString())),
                            3);
            all.addAll(page.events());
            next = page.next();
        } while (next.isPresent());
        assertThat(all).hasSize(11).doesNotHaveDuplicates();
        AuditFilter denied =
                new AuditFilter(
                        Optional.of("resource"),
                        Optional.of("denied"),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty());
        assertThat(log.page(denied, Optional.empty(), 10).events())
                .extracting(event -> event.entry().target())
                .containsExactly("d0", "d2", "d4");
    }

    @Test
    void idsRiseWhateverTheClockDoes() {
        DecisionIds ids = new DecisionIds(new SecureRandom());
        String before = "";
        for (int at = 0; at < 10_000; at++) {
            String id = ids.next(CLOCK.instant().minusMillis(at % 7));
            assertThat(id).isGreaterThan(before).matches(DecisionIds::isId);
            before = id;
        }
        assertThat(DecisionIds.floor(CLOCK.instant()))
                .isLessThan(before)
                .matches(DecisionIds::isId);
    }
}
