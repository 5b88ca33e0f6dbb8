package dev.fiducia.ha.cluster;

import dev.fiducia.ha.seal.KeyId;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/// What members say to prove themselves: a question to one of them, and its answer.
///
/// `kind(1) | key(4) | asker(16) | answerer(16) | nonce(32)`, and of an answer the proof(32).
///
/// @param key of the ring, by whose derived key the proof is made
/// @param asker the member that wants to know
/// @param answerer the member that is asked, or answers
/// @param proof empty in a question
@SuppressWarnings("ArrayRecordComponent") // a carrier between parser and use, never compared
record ProofMessage(KeyId key, UUID asker, UUID answerer, byte[] nonce, Optional<byte[]> proof) {

    static final int NONCE = 32;
    static final int PROOF = 32;

    private static final byte QUESTION = 1;
    private static final byte ANSWER = 2;
    private static final int UUID_BYTES = 16;
    private static final int LENGTH = 1 + Integer.BYTES + 2 * UUID_BYTES + NONCE;

    ProofMessage {
        if (nonce.length != NONCE || proof.filter(bytes -> bytes.length != PROOF).isPresent()) {
            throw new IllegalArgumentException("a nonce or a proof of another length");
        }
    }

    ProofMessage answeredBy(byte[] made) {
        return new ProofMessage(key, asker, answerer, nonce, Optional.of(made));
    }

    byte[] toBytes() {
        ByteBuffer bytes = ByteBuffer.allocate(LENGTH + proof.map(each -> PROOF).orElse(0));
        bytes.put(proof.isPresent() ? ANSWER : QUESTION).putInt(key.value());
        put(bytes, asker);
        put(bytes, answerer);
        bytes.put(nonce);
        proof.ifPresent(bytes::put);
        return bytes.array();
    }

    /// Empty if the bytes are no such message.
    static Optional<ProofMessage> parse(byte[] bytes) {
        if (bytes.length != LENGTH && bytes.length != LENGTH + PROOF) {
            return Optional.empty();
        }
        ByteBuffer message = ByteBuffer.wrap(bytes);
        byte kind = message.get();
        boolean answer = bytes.length > LENGTH;
        int key = message.getInt();
        if (kind != (answer ? ANSWER : QUESTION) || key == 0) {
            return Optional.empty();
        }
        UUID asker = uuid(message);
        UUID answerer = uuid(message);
        byte[] nonce = new byte[NONCE];
        message.get(nonce);
        Optional<byte[]> proof =
                answer
                        ? Optional.of(Arrays.copyOfRange(bytes, LENGTH, bytes.length))
                        : Optional.empty();
        return Optional.of(new ProofMessage(new KeyId(key), asker, answerer, nonce, proof));
    }

    /// What a proof is made over: this, and nothing else that the key signs, begins so.
    byte[] proven(String cluster) {
        byte[] context =
                ("fiducia cluster member 1\0" + cluster + "\0").getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes = ByteBuffer.allocate(context.length + 2 * UUID_BYTES + NONCE);
        bytes.put(context);
        put(bytes, asker);
        put(bytes, answerer);
        return bytes.put(nonce).array();
    }

    private static void put(ByteBuffer bytes, UUID uuid) {
        bytes.putLong(uuid.getMostSignificantBits()).putLong(uuid.getLeastSignificantBits());
    }

    private static UUID uuid(ByteBuffer bytes) {
        return new UUID(bytes.getLong(), bytes.getLong());
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ProofMessage that && Arrays.equals(toBytes(), that.toBytes());
    }

    @Override
    public int hashCode() {
        return Objects.hash(key, asker, answerer);
    }
}
