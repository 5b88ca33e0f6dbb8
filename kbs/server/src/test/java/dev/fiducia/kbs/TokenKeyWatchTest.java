package dev.fiducia.kbs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fiducia.attestation.token.FileSigners;
import dev.fiducia.attestation.token.SignerFiles;
import dev.fiducia.ha.audit.AuditEvent;
import dev.fiducia.ha.audit.AuditLog;
import dev.fiducia.ha.audit.AuditSink;
import dev.fiducia.ha.audit.DecisionLog;
import dev.fiducia.ha.audit.Delivery;
import dev.fiducia.ha.audit.EventForm;
import dev.fiducia.ha.audit.SinkException;
import dev.fiducia.ha.audit.SinkLane;
import dev.fiducia.ha.seal.KeyRing;
import dev.fiducia.ha.store.RecordStore;
import dev.fiducia.ha.store.SqliteRecordStore;
import dev.fiducia.kbs.decision.Decisions;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/// A key of files, and a required sink that does not always take what is to be recorded.
class TokenKeyWatchTest {
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    @TempDir private Path folder;
    private final Sink sink = new Sink();
    private RecordStore store;
    private Delivery delivery;
    private Decisions decisions;
    private Path key;
    private FileSigners signers;
    private TokenKeyWatch watch;

    private static final class Sink implements AuditSink {
        private final Queue<String> targets = new ConcurrentLinkedQueue<>();
        private volatile boolean down;

        @Override
        public void write(List<AuditEvent> events, List<String> lines) throws SinkException {
            if (down) {
                throw new SinkException("down");
            }
            events.stream()
                    .filter(event -> event.entry().action().equals("token-key.take-up"))
                    .forEach(event -> targets.add(event.entry().target()));
        }

        @Override
        public void abort() {}

        @Override
        public void close() {}
    }

    @BeforeEach
    void open() throws Exception {
        InstantSource clock = InstantSource.system();
        store =
                SqliteRecordStore.open(
                        folder.resolve("store"),
                        KeyRing.openOrCreate(folder.resolve("keys")),
                        clock);
        AuditLog changes = new AuditLog(store, clock);
        var lane = new SinkLane.Settings("sink", true, EventForm.ECS, 1000, PATIENCE);
        delivery = Delivery.to(List.of(SinkLane.start(lane, sink)));
        var settings = new DecisionLog.Settings("test", 100, PATIENCE);
        SecureRandom random = new SecureRandom();
        decisions =
                new Decisions(
                        DecisionLog.open(store, changes, delivery, settings, clock, random),
                        DecisionLog.open(store, changes, delivery, settings, clock, random),
                        new Decisions.Settings(60, false),
                        clock,
                        random);
        key = folder.resolve("key.pem");
        TokenKeyFilesTest.write(key);
        signers =
                FileSigners.open(
                        new SignerFiles(key, Optional.empty(), Optional.empty()),
                        TestService.CRYPTO,
                        clock,
                        Duration.ofMinutes(5));
        watch = new TokenKeyWatch(signers, decisions);
    }

    @AfterEach
    void close() {
        decisions.close();
        delivery.close();
        store.close();
    }

    private String signing() {
        return "token-key/" + signers.current().keyId();
    }

    @Test
    void aKeyThatCantBePutOnRecordDoesNotSign() throws Exception {
        watch.look();
        String first = signing();
        sink.down = true;
        TokenKeyFilesTest.write(key);
        watch.look();
        watch.look();
        assertThat(signing()).isEqualTo(first);
        assertThat(signers.trusted()).hasSize(1);
        sink.down = false;
        while (signing().equals(first)) {
            Thread.sleep(50);
            watch.look();
        }
        assertThat(sink.targets).startsWith(first).endsWith(signing());
    }

    @Test
    void theKeyOfTheStartIsPutOnRecordOnceTheLogTakesIt() throws Exception {
        sink.down = true;
        watch.look();
        watch.look();
        assertThat(sink.targets).isEmpty();
        assertThat(decisions.figures().recorded()).isZero();
        sink.down = false;
        while (decisions.figures().recorded() == 0) {
            Thread.sleep(50);
            watch.look();
        }
        watch.look();
        assertThat(decisions.figures().recorded()).isEqualTo(1);
        assertThat(sink.targets).isNotEmpty().containsOnly(signing());
    }

    @Test
    void isToldOfOnce() {
        for (int look = 0; look < 5; look++) {
            watch.look();
        }
        assertThat(sink.targets).containsExactly(signing());
    }
}
