package dev.fiducia.kbs.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fiducia.crypto.CryptoPreference;
import dev.fiducia.crypto.CryptoSuite;
import dev.fiducia.ha.audit.AuditEntry;
import dev.fiducia.ha.audit.AuditEvent;
import dev.fiducia.ha.audit.AuditHead;
import dev.fiducia.ha.audit.AuditLog;
import dev.fiducia.ha.audit.AuditSink;
import dev.fiducia.ha.audit.AuditVerdict;
import dev.fiducia.ha.audit.Delivery;
import dev.fiducia.ha.audit.EventForm;
import dev.fiducia.ha.audit.SinkException;
import dev.fiducia.ha.audit.SinkLane;
import dev.fiducia.ha.leader.SoleLeader;
import dev.fiducia.ha.seal.KeyRing;
import dev.fiducia.ha.store.CommitResult;
import dev.fiducia.ha.store.RecordStore;
import dev.fiducia.ha.store.SqliteRecordStore;
import dev.fiducia.kbs.api.AdminCommits;
import dev.fiducia.kbs.api.ApiProblem;
import dev.fiducia.kbs.api.Idempotency;
import dev.fiducia.kbs.api.Terms;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/// When old events go: by the leader's task and by an administrator.
class RetentionTest {
    private static final CryptoSuite CRYPTO = CryptoSuite.create(CryptoPreference.AUTO);
    private static final Duration DAY = Duration.ofDays(1);
    private static final Terms TERMS = Terms.of("anna");

    @TempDir private Path folder;
    private volatile Instant now = Instant.parse("2026-11-22T08:00:00Z");
    private final InstantSource clock = () -> now;
    private RecordStore store;
    private AuditLog audit;
    private Checkpoints checkpoints;

    @BeforeEach
    void open() {
        KeyRing ring = KeyRing.openOrCreate(folder.resolve("keys"));
        store = SqliteRecordStore.open(folder.resolve("store"), ring, clock);
        audit = new AuditLog(store, clock);
        checkpoints = Checkpoints.open(store, audit, CRYPTO, clock);
        for (int day = 0; day < 4; day++) {
            change();
            now = now.plus(DAY);
        }
    }

    @AfterEach
    void close() {
        store.close();
    }

    private void change() {
        AuditEntry entry = AuditEntry.of("anna", "rule.set", "r", Map.of());
        assertThat(store.commit(audit.changesToAppend(List.of(entry))))
                .isInstanceOf(CommitResult.Committed.class);
    }

    private Retention keeping(int days, Delivery delivery) {
        return new Retention(
                store,
                audit,
                checkpoints,
                new AdminCommits(
                        store, audit, new Idempotency(store, clock), delivery, Duration.ZERO),
                delivery,
                new Retention.Settings(
                        days == 0 ? Optional.empty() : Optional.of(DAY.multipliedBy(days)),
                        Duration.ofSeconds(5)),
                clock);
    }

    private void run(Retention retention) {
        retention.run(new SoleLeader(store, "test"));
    }

    private AuditVerdict verified() {
        AuditVerdict verdict = checkpoints.verify(List.of());
        assertThat(verdict.problems()).isEmpty();
        return verdict;
    }

    private static void assertRefused(String code, ThrowingCall call) {
        assertThatThrownBy(call::run)
                .isInstanceOfSatisfying(
                        ApiProblem.class, problem -> assertThat(problem.code()).isEqualTo(code));
    }

    private interface ThrowingCall {
        void run() throws ApiProblem;
    }

    @Test
    void keepsEverythingUnlessTold() {
        checkpoints.make("test");
        run(keeping(0, Delivery.none()));
        assertThat(verified().cut().events()).isZero();
    }

    @Test
    void keepsWhatNoCheckpointCovers() {
        run(keeping(2, Delivery.none()));
        assertThat(verified().cut().events()).isZero();
    }

    @Test
    void removesWhatIsOlderAndSaysSo() {
        checkpoints.make("test");
        Retention retention = keeping(2, Delivery.none());
        run(retention);
        assertThat(verified().cut().events()).isEqualTo(2);
        assertThat(retention.figures()).isEqualTo(new Retention.Figures(0, 2));
        run(retention);
        assertThat(retention.figures().changes()).isEqualTo(2);
        now = now.plus(DAY);
        run(retention);
        assertThat(verified().cut().events()).isEqualTo(3);
    }

    @Test
    void keepsEverythingWhileARequiredSinkTakesNothing() throws Exception {
        checkpoints.make("test");
        BrokenSink sink = new BrokenSink();
        var settings = new SinkLane.Settings("file", true, EventForm.JSON, 10, DAY);
        try (Delivery delivery = Delivery.to(List.of(SinkLane.start(settings, sink)))) {
            AuditLog.Appending one =
                    audit.append(List.of(AuditEntry.of("anna", "rule.set", "x", Map.of())));
            assertThat(delivery.deliverAll(one.events(), Duration.ofSeconds(30))).isPresent();
            Retention retention = keeping(2, delivery);
            run(retention);
            assertThat(verified().cut().events()).isZero();
            assertRefused(
                    "audit-unavailable",
                    () -> retention.prune(TERMS, now.minus(DAY.multipliedBy(3))));
        }
        assertThat(verified().cut().events()).isZero();
    }

    @Test
    void tellsTheSinks() {
        checkpoints.make("test");
        RememberingSink sink = new RememberingSink();
        var settings = new SinkLane.Settings("file", true, EventForm.JSON, 10, DAY);
        try (Delivery delivery = Delivery.to(List.of(SinkLane.start(settings, sink)))) {
            run(keeping(2, delivery));
        }
        assertThat(sink.told)
                .extracting(event -> event.entry().action())
                .containsExactly("audit.prune");
    }

    @Test
    void anAdministratorRemovesNoMoreThanMayGo() throws Exception {
        Retention retention = keeping(2, Delivery.none());
        assertRefused(
                "checkpoint-missing", () -> retention.prune(TERMS, now.minus(DAY.multipliedBy(3))));
        checkpoints.make("test");
        assertRefused("audit-kept", () -> retention.prune(TERMS, now.minus(DAY)));
        assertRefused(
                "body-malformed", () -> keeping(0, Delivery.none()).prune(TERMS, now.plus(DAY)));
        Instant before = now.minus(DAY.multipliedBy(3));
        assertThat(retention.prune(TERMS.asDryRun(), before).changes()).isEqualTo(1);
        assertThat(verified().cut().events()).isZero();
        assertThat(retention.prune(TERMS.because("full"), before))
                .isEqualTo(new Retention.Pruned(before, 0, 1, false));
        assertThat(verified().cut().events()).isEqualTo(1);
    }

    @Test
    void whatWasKeptElsewhereShowsUnlessItWasRemoved() throws Exception {
        SortedMap<String, AuditHead> old = audit.heads();
        change();
        checkpoints.make("test");
        now = now.plus(DAY);
        change();
        SortedMap<String, AuditHead> young = checkpoints.make("test").content().heads();
        keeping(0, Delivery.none()).prune(TERMS, now.minusMillis(1));
        assertThat(extension(old)).isEqualTo(Extension.REMOVED);
        assertThat(extension(young)).isEqualTo(Extension.YES);
        AuditVerdict none = checkpoints.verify(List.of());
        assertThat(Extension.of(none, List.of())).isEqualTo(Extension.YES);
    }

    private Extension extension(SortedMap<String, AuditHead> kept) {
        return Extension.of(checkpoints.verify(List.of(kept)), List.of(kept));
    }

    @Test
    void aCheckpointIsNoCutAndACutNoCheckpoint() {
        CheckpointKey key = checkpoints.key();
        String cut = key.cutSeal().sign(new byte[] {1});
        assertThat(key.cutSeal().read(cut)).isPresent();
        assertThat(key.verify(CheckpointKey.Use.CHECKPOINT, cut)).isEmpty();
        String checkpoint = key.sign(CheckpointKey.Use.CHECKPOINT, new byte[] {1});
        assertThat(key.cutSeal().read(checkpoint)).isEmpty();
        assertThat(key.cutSeal().read("")).isEmpty();
    }

    @Test
    void aStoreThatIsOnlyReadVerifiesTheSame() {
        checkpoints.make("test");
        run(keeping(2, Delivery.none()));
        assertThat(LogCheck.of(store, CRYPTO).problems()).isEmpty();
        assertThat(audit.verify(List.of()).problems()).isNotEmpty(); // without the key
    }

    private static class RememberingSink implements AuditSink {
        private final List<AuditEvent> told = new ArrayList<>();

        @Override
        public void write(List<AuditEvent> events, List<String> lines) throws SinkException {
            told.addAll(events);
        }

        @Override
        public void abort() {}

        @Override
        public void close() {}
    }

    private static final class BrokenSink extends RememberingSink {
        @Override
        public void write(List<AuditEvent> events, List<String> lines) throws SinkException {
            throw new SinkException("the disk is full");
        }
    }
}
