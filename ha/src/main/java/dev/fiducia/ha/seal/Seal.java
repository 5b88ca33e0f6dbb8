package dev.fiducia.ha.seal;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// Seals values with AES-256-GCM under the active key of a ring.
///
/// The sealed form is `magic(2) | alg(1) | keyId(4) | nonce(12) | ciphertext and tag`. Each
/// namespace has its own key, derived from the ring's, and each value its own random nonce. The tag
/// also covers `header(7) | namespace | 0x00 | key | 0x00 | version(8) | schema(2)`, integers in
/// network order, text in UTF-8, so that a value can't be moved to another record nor stand for
/// another version of its own. Whoever can put back a whole older row, version included, is not
/// noticed here.
public final class Seal {

    /// The meaning of the sealed bytes of this release.
    public static final short SCHEMA = 1;

    private static final short MAGIC = (short) 0xF1DC;
    private static final byte AES_256_GCM = 1;
    private static final int HEADER = 7;
    private static final int NONCE = 12;
    private static final int TAG = 16;

    /// How much longer a sealed value is than what it holds.
    public static final int OVERHEAD = HEADER + NONCE + TAG;

    private final KeyRing ring;
    private final SecureRandom random;
    private final ConcurrentHashMap<Purpose, SecretKey> keys = new ConcurrentHashMap<>();

    private record Purpose(KeyId key, String namespace) {}

    public Seal(KeyRing ring, SecureRandom random) {
        this.ring = ring;
        this.random = random;
    }

    /// Seals a value for one version of one record.
    public byte[] seal(String namespace, String key, long version, byte[] value) {
        KeyId id = ring.activeId();
        byte[] nonce = new byte[NONCE];
        random.nextBytes(nonce);
        ByteBuffer sealed = ByteBuffer.allocate(OVERHEAD + value.length);
        sealed.putShort(MAGIC).put(AES_256_GCM).putInt(id.value()).put(nonce);
        try {
            Cipher cipher = cipher(Cipher.ENCRYPT_MODE, key(id, namespace), nonce);
            cipher.updateAAD(context(sealed.array(), namespace, key, version));
            cipher.doFinal(ByteBuffer.wrap(value), sealed);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-256-GCM does not work in this runtime", e);
        }
        return sealed.array();
    }

    /// Opens a value that was sealed for this version of this record, under any key of the ring.
    public byte[] open(String namespace, String key, long version, byte[] sealed)
            throws SealException {
        if (sealed.length < OVERHEAD) {
            throw malformed("it is shorter than any sealed value");
        }
        ByteBuffer form = ByteBuffer.wrap(sealed);
        if (form.getShort() != MAGIC) {
            throw malformed("it does not begin as one");
        }
        if (form.get() != AES_256_GCM) {
            throw malformed("its algorithm is unknown to this release");
        }
        int id = form.getInt();
        if (id == 0 || !ring.has(new KeyId(id))) {
            throw new SealException(
                    SealException.Reason.UNKNOWN_KEY,
                    "sealed under the key %08x, which the ring does not have".formatted(id));
        }
        byte[] nonce = new byte[NONCE];
        form.get(nonce);
        try {
            Cipher cipher = cipher(Cipher.DECRYPT_MODE, key(new KeyId(id), namespace), nonce);
            cipher.updateAAD(context(sealed, namespace, key, version));
            return cipher.doFinal(sealed, form.position(), form.remaining());
        } catch (AEADBadTagException e) {
            throw new SealException(
                    SealException.Reason.NOT_AUTHENTIC,
                    "altered, or sealed for another record or another version");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-256-GCM does not work in this runtime", e);
        }
    }

    /// The key that a value says it was sealed under; empty for what is not in the sealed form.
    public static Optional<KeyId> keyOf(byte[] sealed) {
        if (sealed.length < OVERHEAD) {
            return Optional.empty();
        }
        ByteBuffer form = ByteBuffer.wrap(sealed);
        boolean known = form.getShort() == MAGIC && form.get() == AES_256_GCM;
        int id = form.getInt();
        return known && id != 0 ? Optional.of(new KeyId(id)) : Optional.empty();
    }

    private SecretKey key(KeyId id, String namespace) {
        return keys.computeIfAbsent(new Purpose(id, namespace), this::deriveKey);
    }

    private SecretKey deriveKey(Purpose purpose) {
        try (SecretBytes key = ring.derive("seal/" + purpose.namespace(), purpose.key())) {
            return key.use(bytes -> new SecretKeySpec(bytes, "AES"));
        }
    }

    private static Cipher cipher(int mode, SecretKey key, byte[] nonce)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding", JdkCrypto.CIPHERS);
        cipher.init(mode, key, new GCMParameterSpec(TAG * 8, nonce));
        return cipher;
    }

    private static byte[] context(byte[] sealed, String namespace, String key, long version) {
        byte[] place = namespace.getBytes(StandardCharsets.UTF_8);
        byte[] name = key.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(HEADER + place.length + 1 + name.length + 1 + 8 + 2)
                .put(sealed, 0, HEADER)
                .put(place)
                .put((byte) 0)
                .put(name)
                .put((byte) 0)
                .putLong(version)
                .putShort(SCHEMA)
                .array();
    }

    private static SealException malformed(String why) {
        return new SealException(SealException.Reason.MALFORMED, "not a sealed value: " + why);
    }
}
