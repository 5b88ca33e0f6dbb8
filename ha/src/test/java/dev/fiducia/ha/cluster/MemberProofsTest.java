package dev.fiducia.ha.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fiducia.ha.seal.KeyRing;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

class MemberProofsTest {

    private static final UUID A = new UUID(1, 1);
    private static final UUID B = new UUID(2, 2);
    private static final Set<UUID> BOTH = Set.of(A, B);

    @TempDir Path folder;

    private final AtomicLong nanos = new AtomicLong();
    private final List<byte[]> sent = new ArrayList<>();
    private KeyRing ring;
    private MemberProofs a;

    @BeforeEach
    void open() {
        ring = KeyRing.openOrCreate(folder.resolve("ring"));
        a = member("cluster", A, ring);
    }

    private MemberProofs member(String cluster, UUID id, KeyRing keys) {
        return new MemberProofs(cluster, id, keys, Duration.ofSeconds(10), sent::add, nanos::get);
    }

    /// The question of A to B.
    private byte[] question() {
        sent.clear();
        a.ask(BOTH);
        assertThat(sent).hasSize(1);
        return sent.removeFirst();
    }

    private byte[] answer(MemberProofs member, byte[] question) {
        sent.clear();
        member.take(question);
        assertThat(sent).hasSize(1);
        return sent.removeFirst();
    }

    @Test
    void trustsAMemberThatHasTheRing() {
        a.take(answer(member("cluster", B, ring), question()));
        assertThat(a.hasProved(B)).isTrue();
        nanos.addAndGet(Duration.ofHours(1).toNanos());
        assertThat(a.allTrusted(BOTH)).isTrue();
    }

    @Test
    void givesANewMemberTimeAndNoMore() {
        assertThat(a.allTrusted(BOTH)).isTrue();
        nanos.addAndGet(Duration.ofSeconds(10).toNanos());
        assertThat(a.allTrusted(BOTH)).isFalse();
        assertThat(a.allTrusted(Set.of(A))).isTrue();
    }

    @Test
    void trustsNoMemberWithAnotherRing() {
        KeyRing other = KeyRing.openOrCreate(folder.resolve("other"));
        sent.clear();
        MemberProofs b = member("cluster", B, other);
        byte[] question = question();
        b.take(question);
        assertThat(sent).isEmpty();

        // One that says that it has the key, and makes its proof of another.
        ProofMessage asked = ProofMessage.parse(question).orElseThrow();
        a.take(asked.answeredBy(new byte[32]).toBytes());
        assertThat(a.hasProved(B)).isFalse();
    }

    @Test
    void trustsNoProofOfAnotherClusterOrMember() {
        a.take(answer(member("another", B, ring), question()));
        assertThat(a.hasProved(B)).isFalse();

        UUID c = new UUID(3, 3);
        byte[] ofC = answer(member("cluster", c, ring), to(c, question()));
        a.take(ofC);
        a.take(to(B, ofC));
        assertThat(a.hasProved(B)).isFalse();
    }

    @Test
    void answersForItselfAlone() {
        sent.clear();
        byte[] question = question();
        a.take(question);
        member("cluster", new UUID(3, 3), ring).take(question);
        assertThat(sent).isEmpty();
    }

    @Test
    void asksAgainWhoeverComesBack() {
        byte[] answer = answer(member("cluster", B, ring), question());
        a.take(answer);
        a.ask(Set.of(A));
        assertThat(a.hasProved(B)).isFalse();
        a.ask(BOTH);
        a.take(answer);
        assertThat(a.hasProved(B)).isFalse();
    }

    @Test
    void takesNothingThatWasAltered() {
        byte[] answer = answer(member("cluster", B, ring), question());
        for (int i = 0; i < answer.length * 8; i++) {
            byte[] altered = answer.clone();
            altered[i / 8] ^= (byte) (1 << i % 8);
            a.take(altered);
            assertThat(a.hasProved(B)).isFalse();
        }
        for (int length = 0; length < answer.length; length++) {
            a.take(Arrays.copyOf(answer, length));
        }
        Random random = new Random(4);
        for (int i = 0; i < 10_000; i++) {
            byte[] noise = new byte[random.nextInt(200)];
            random.nextBytes(noise);
            a.take(noise);
        }
        assertThat(a.hasProved(B)).isFalse();
        a.take(answer);
        assertThat(a.hasProved(B)).isTrue();
    }

    private static byte[] to(UUID member, byte[] message) {
        byte[] other = message.clone();
        ByteBuffer.wrap(other)
                .position(21)
                .putLong(member.getMostSignificantBits())
                .putLong(member.getLeastSignificantBits());
        return other;
    }
}
