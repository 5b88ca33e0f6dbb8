package dev.fiducia.ha.cluster;

import dev.fiducia.ha.seal.KeyId;
import dev.fiducia.ha.seal.KeyRing;
import dev.fiducia.ha.seal.SecretBytes;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Which members have the key ring. Each asks each other one for a MAC over both their ids and a
/// nonce; a member answers for itself alone, so nobody can pass a question on. Thread-safe.
///
/// Who can change what members send one another can also use a connection after its member has
/// proved itself. Against that stands the sealing of all that is kept in the cluster: this here
/// finds strangers that join.
final class MemberProofs {

    private static final Logger LOG = LoggerFactory.getLogger(MemberProofs.class);
    private static final String PURPOSE = "cluster-member-mac";

    private final String cluster;
    private final UUID self;
    private final KeyRing ring;
    private final Duration grace;
    private final Consumer<byte[]> sending;
    private final LongSupplier nanos;
    private final SecureRandom random = new SecureRandom();
    private final ConcurrentHashMap<UUID, Candidate> known = new ConcurrentHashMap<>();

    private static final class Candidate {
        private final long since;
        private final byte[] nonce = new byte[ProofMessage.NONCE];
        private volatile boolean proved;
        private volatile boolean reported;

        Candidate(long since) {
            this.since = since;
        }
    }

    /// @param sending tells all members
    MemberProofs(
            String cluster,
            UUID self,
            KeyRing ring,
            Duration grace,
            Consumer<byte[]> sending,
            LongSupplier nanos) {
        this.cluster = cluster;
        this.self = self;
        this.ring = ring;
        this.grace = grace;
        this.sending = sending;
        this.nanos = nanos;
    }

    /// True if every member proved itself, or joined so lately that it may still do so.
    boolean allTrusted(Collection<UUID> members) {
        boolean trusted = true;
        for (UUID member : members) {
            trusted &= isTrusted(member);
        }
        return trusted;
    }

    boolean hasProved(UUID member) {
        Candidate candidate = known.get(member);
        return member.equals(self) || (candidate != null && candidate.proved);
    }

    /// Asks those who have not proved themselves, and forgets those who have gone.
    void ask(Collection<UUID> members) {
        known.keySet().retainAll(members);
        for (UUID member : members) {
            Candidate candidate = candidate(member);
            if (member.equals(self) || candidate.proved) {
                continue;
            }
            sending.accept(
                    new ProofMessage(
                                    ring.activeId(),
                                    self,
                                    member,
                                    candidate.nonce,
                                    Optional.empty())
                            .toBytes());
            if (!isTrusted(member) && !candidate.reported) {
                candidate.reported = true;
                LOG.error(
                        "the member {} of the cluster does not have the key ring: nothing of the"
                                + " cluster is used until it is gone",
                        member);
            }
        }
    }

    /// Takes what some member sent.
    void take(byte[] bytes) {
        ProofMessage.parse(bytes)
                .filter(message -> ring.has(message.key()))
                .ifPresent(message -> {
                    if (message.proof().isPresent()) {
                        check(message, message.proof().get());
                    } else if (message.answerer().equals(self)) {
                        sending.accept(message.answeredBy(proof(message)).toBytes());
                    }
                });
    }

    private void check(ProofMessage answer, byte[] proof) {
        Candidate candidate = known.get(answer.answerer());
        if (!answer.asker().equals(self) || candidate == null || candidate.proved) {
            return;
        }
        if (MessageDigest.isEqual(candidate.nonce, answer.nonce())
                && MessageDigest.isEqual(proof, proof(answer))) {
            candidate.proved = true;
            LOG.info("the member {} of the cluster has proved itself", answer.answerer());
        }
    }

    private boolean isTrusted(UUID member) {
        if (member.equals(self)) {
            return true;
        }
        Candidate candidate = candidate(member);
        return candidate.proved || nanos.getAsLong() - candidate.since < grace.toNanos();
    }

    private Candidate candidate(UUID member) {
        return known.computeIfAbsent(
                member,
                _ -> {
                    Candidate candidate = new Candidate(nanos.getAsLong());
                    random.nextBytes(candidate.nonce);
                    return candidate;
                });
    }

    private byte[] proof(ProofMessage message) {
        KeyId key = message.key();
        try (SecretBytes secret = ring.derive(PURPOSE, key)) {
            return secret.use(bytes -> {
                Mac mac = Mac.getInstance("HmacSHA256", "SunJCE");
                mac.init(new SecretKeySpec(bytes, "HmacSHA256"));
                return mac.doFinal(message.proven(cluster));
            });
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HmacSHA256 does not work in this runtime", e);
        }
    }
}
