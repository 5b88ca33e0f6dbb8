package dev.fiducia.attestation.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fiducia.attestation.InMemoryStore;
import dev.fiducia.crypto.CryptoPreference;
import dev.fiducia.crypto.CryptoSuite;
import dev.fiducia.ha.store.Change;
import dev.fiducia.ha.store.CommitResult;
import dev.fiducia.ha.store.RecordStore;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/// Token keys take turns, and what one replica signs all others trust.
class StoredSignersTest {
    private static final CryptoSuite CRYPTO = CryptoSuite.create(CryptoPreference.AUTO);
    private static final Duration LIFETIME = Duration.ofMinutes(5);
    private static final Duration OVERLAP = Duration.ofMinutes(1);

    private final RecordStore store = new InMemoryStore();
    private Instant now = Instant.parse("2026-11-22T08:00:00Z");

    /// A replica whose clock is off by some time.
    private final class Replica {
        private final StoredSigners signers;
        private long nanos;

        Replica(Duration off) throws TokenKeyException {
            InstantSource clock = () -> now.plus(off);
            signers = new StoredSigners(store, CRYPTO, clock, LIFETIME, () -> nanos);
        }

        void looksAgain() {
            nanos += Duration.ofSeconds(3).toNanos();
        }
    }

    private void pass(Duration time, Replica... replicas) {
        now = now.plus(time);
        for (Replica each : replicas) {
            each.looksAgain();
        }
    }

    private static void rotate(Replica replica, RecordStore store, Instant from) {
        Change stored = replica.signers.rotation(from).orElseThrow();
        assertThat(store.commit(List.of(stored))).isInstanceOf(CommitResult.Committed.class);
    }

    private static void assertTrusts(Replica replica, TokenSigner signer) {
        assertThat(replica.signers.trusted().stream().map(TokenSigner::keyId))
                .contains(signer.keyId());
    }

    @Test
    void replicasThatStartTogetherHaveOneKey() throws TokenKeyException {
        Replica a = new Replica(Duration.ZERO);
        Replica b = new Replica(Duration.ZERO);
        assertThat(a.signers.current().keyId()).isEqualTo(b.signers.current().keyId());
    }

    @Test
    void aNewKeyIsTrustedBeforeItSignsAndAnOldOneAfter() throws TokenKeyException {
        Replica a = new Replica(Duration.ofSeconds(20));
        Replica b = new Replica(Duration.ofSeconds(-20));
        TokenSigner first = a.signers.current();
        rotate(a, store, now.plus(OVERLAP));
        for (int second = 0; second < 120; second += 3) {
            pass(Duration.ofSeconds(3), a, b);
            assertTrusts(a, b.signers.current());
            assertTrusts(b, a.signers.current());
            assertTrusts(a, first);
            assertTrusts(b, first);
        }
        assertThat(a.signers.current().keyId())
                .isEqualTo(b.signers.current().keyId())
                .isNotEqualTo(first.keyId());
        pass(Duration.ofMinutes(20), a, b);
        assertThat(a.signers.trusted()).hasSize(1);
        assertThat(b.signers.trusted()).hasSize(1);
    }

    @Test
    void keysAreListedAndDeletedWhenTheirTokensHaveEnded() throws TokenKeyException {
        Replica a = new Replica(Duration.ZERO);
        rotate(a, store, now.plus(OVERLAP));
        assertThat(a.signers.list())
                .extracting(StoredSigners.Listed::state)
                .containsExactly(StoredSigners.State.CURRENT, StoredSigners.State.NEXT);
        assertThat(a.signers.rotation(now.plus(OVERLAP))).isEmpty();
        pass(OVERLAP, a);
        assertThat(a.signers.list())
                .extracting(StoredSigners.Listed::state)
                .containsExactly(StoredSigners.State.PREVIOUS, StoredSigners.State.CURRENT);
        assertThat(a.signers.prune()).isZero();
        pass(Duration.ofMinutes(11), a);
        assertThat(a.signers.prune()).isEqualTo(1);
        assertThat(store.list(StoredSigners.NAMESPACE, "", null, 10).records()).hasSize(1);
        String last = a.signers.current().keyId();
        assertThat(new Replica(Duration.ZERO).signers.current().keyId()).isEqualTo(last);
    }

    @Test
    void aKeyMayNotSignBeforeAllCanKnowIt() throws TokenKeyException {
        Replica a = new Replica(Duration.ZERO);
        assertThatThrownBy(() -> a.signers.rotation(now.plusSeconds(1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whatIsNoKeyIsRefusedAtTheStartAndLeftAloneLater() throws TokenKeyException {
        Replica a = new Replica(Duration.ZERO);
        String first = a.signers.current().keyId();
        store.commit(
                List.of(
                        new Change.Put(
                                StoredSigners.NAMESPACE,
                                "signing-key-1800000000000",
                                new byte[3],
                                Change.ABSENT)));
        pass(Duration.ofMinutes(1), a);
        assertThat(a.signers.current().keyId()).isEqualTo(first);
        assertThatThrownBy(() -> new Replica(Duration.ZERO)).isInstanceOf(TokenKeyException.class);
    }
}
