package dev.fiducia.kbs.handshake;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.fiducia.attestation.SupplementalChallenge;
import dev.fiducia.attestation.Tee;
import dev.fiducia.crypto.CryptoPreference;
import dev.fiducia.crypto.CryptoSuite;
import dev.fiducia.crypto.EcCurve;
import dev.fiducia.ha.seal.KeyRing;
import dev.fiducia.ha.session.InMemorySessions;
import dev.fiducia.ha.session.Sessions;
import dev.fiducia.ha.singleuse.SingleUse;
import dev.fiducia.ha.store.Namespace;
import dev.fiducia.ha.store.SqliteRecordStore;
import dev.fiducia.kbs.jwe.TeeKeys;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/// A handshake over a real store, with a clock that the test moves and an evaluation that it
/// decides.
final class Fixture implements AutoCloseable {
    static final CryptoSuite CRYPTO = CryptoSuite.create(CryptoPreference.AUTO);
    static final Duration LIFETIME = Duration.ofMinutes(5);
    private static final Namespace USES = new Namespace("used_challenge");

    final AtomicReference<Instant> now =
            new AtomicReference<>(Instant.parse("2026-01-02T03:04:05Z"));
    final InstantSource clock = now::get;
    final KeyRing ring;
    final SqliteRecordStore store;
    final Sessions sessions;
    final AtomicInteger evaluations = new AtomicInteger();
    final AtomicReference<Verdict> verdict = new AtomicReference<>(new Verdict.Attested("a.b.c"));
    final AtomicReference<SupplementalChallenge> asked =
            new AtomicReference<>(new SupplementalChallenge.None());
    final AtomicBoolean bug = new AtomicBoolean();
    final Handshake handshake;

    Fixture(Path folder) {
        ring = KeyRing.openOrCreate(folder.resolve("ring"));
        store = SqliteRecordStore.open(folder.resolve("store"), ring, clock);
        sessions = new InMemorySessions(1000, 1 << 24, clock);
        handshake = replica(sessions);
    }

    /// One more replica of the service: another process that shares the store and the ring.
    Handshake replica(Sessions itsSessions) {
        return new Handshake(
                new RingChallengeKeys(ring),
                LIFETIME,
                uses(),
                itsSessions,
                new Evaluation() {
                    @Override
                    public Verdict evaluate(Submission submission) {
                        evaluations.incrementAndGet();
                        if (bug.get()) {
                            throw new IllegalStateException("a bug");
                        }
                        return verdict.get();
                    }

                    @Override
                    public SupplementalChallenge challenge(Tee tee) {
                        return asked.get();
                    }
                },
                CRYPTO,
                clock);
    }

    SingleUse uses() {
        return new SingleUse(store, USES, LIFETIME.multipliedBy(2), clock);
    }

    Handshake.AuthResult.Challenged challenge() {
        return (Handshake.AuthResult.Challenged) handshake.auth(bytes(authMessage("sample")));
    }

    static ObjectNode authMessage(String tee) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("version", "0.4.0")
                .put("tee", tee)
                .put("extra-params", "");
    }

    static ObjectNode teeKey() {
        return TeeKeys.ec(EcCurve.P256, CRYPTO.generateEc(EcCurve.P256));
    }

    static ObjectNode attestMessage(String nonce, ObjectNode teeKey) {
        ObjectNode message = JsonNodeFactory.instance.objectNode();
        message.putNull("init-data");
        message.putObject("runtime-data").put("nonce", nonce).set("tee-pubkey", teeKey);
        message.putObject("tee-evidence")
                .put("additional_evidence", "")
                .putObject("primary_evidence")
                .put("svn", "1");
        return message;
    }

    static byte[] bytes(ObjectNode message) {
        return message.toString().getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        store.close();
    }
}
