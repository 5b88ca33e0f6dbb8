package dev.fiducia.attestation.se;

import dev.fiducia.crypto.CryptoSuite;
import dev.fiducia.crypto.HashAlgorithm;
import dev.fiducia.ha.seal.KeyId;
import dev.fiducia.ha.seal.KeyRing;
import dev.fiducia.ha.seal.SecretBytes;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Seals the secrets of a request, so that they can travel with the guest: whichever replica gets
/// the evidence opens them, nobody else does, and nothing is kept in between.
///
/// Sealed are: id of the key (4 bytes), salt (32), AES-256-GCM. The key is derived from one of the
/// ring, from the salt and from what the secret is for, the image among it; so each is used once,
/// and a seal opens only with the image that its request was made for.
final class RequestSeal {

    private static final String PURPOSE = "se-request";
    private static final int SALT = 32;
    private static final int OVERHEAD = Integer.BYTES + SALT + 16;
    private static final byte[] ZERO_IV = new byte[12];

    private final KeyRing ring;
    private final CryptoSuite crypto;
    private final Map<KeyId, SecretBytes> derived = new ConcurrentHashMap<>();

    RequestSeal(KeyRing ring, CryptoSuite crypto) {
        this.ring = ring;
        this.crypto = crypto;
    }

    /// What is sealed.
    enum Secret {
        MEASUREMENT_KEY(AttestationRequestBlock.MEASUREMENT_KEY),
        NONCE(AttestationRequestBlock.NONCE);

        private final int length;

        Secret(int length) {
            this.length = length;
        }

        int sealedLength() {
            return length + OVERHEAD;
        }
    }

    byte[] seal(Secret what, byte[] secret, byte[] imageTags) {
        KeyId id = ring.activeId();
        byte[] salt = crypto.randomBytes(SALT);
        byte[] key = key(id, what, salt, imageTags);
        try {
            return ByteBuffer.allocate(what.sealedLength())
                    .putInt(id.value())
                    .put(salt)
                    .put(crypto.encryptAesGcm(key, ZERO_IV, new byte[0], secret))
                    .array();
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }

    /// Empty unless this ring sealed it, as this secret and for this image.
    Optional<byte[]> open(Secret what, byte[] sealed, byte[] imageTags) {
        if (sealed.length != what.sealedLength()) {
            return Optional.empty();
        }
        int number = ByteBuffer.wrap(sealed).getInt();
        if (number == 0 || !ring.has(new KeyId(number))) {
            return Optional.empty();
        }
        byte[] salt = Arrays.copyOfRange(sealed, Integer.BYTES, Integer.BYTES + SALT);
        byte[] key = key(new KeyId(number), what, salt, imageTags);
        try {
            return crypto.decryptAesGcm(
                    key,
                    ZERO_IV,
                    new byte[0],
                    Arrays.copyOfRange(sealed, Integer.BYTES + SALT, sealed.length));
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }

    private byte[] key(KeyId id, Secret what, byte[] salt, byte[] imageTags) {
        byte[] name = (what.name() + "\0").getBytes(StandardCharsets.US_ASCII);
        return derived.computeIfAbsent(id, k -> ring.derive(PURPOSE, k))
                .use(bytes -> crypto.hmac(HashAlgorithm.SHA256, bytes, name, salt, imageTags));
    }
}
