package dev.fiducia.attestation.se;

import dev.fiducia.crypto.CryptoSuite;
import dev.fiducia.crypto.EcCurve;
import dev.fiducia.crypto.HashAlgorithm;

import java.nio.ByteBuffer;
import java.security.InvalidKeyException;
import java.security.KeyPair;
import java.security.interfaces.ECPublicKey;
import java.util.Arrays;
import java.util.List;

/// Makes attestation request control blocks (ARCB) of version 1, which ask a machine for a
/// measurement of its guest under a key that only the machine can read.
///
/// Big-endian: header (48 bytes), flags (8), algorithm (4), zeros (4), the public half of a key
/// pair of this request (160), a slot for each machine (80), then the secrets under AES-256-GCM
/// with all before them authenticated. A slot has the hash of the machine's key and the request's
/// key, wrapped for it.
public final class AttestationRequestBlock {

    /// Bytes of header and fields in front of the first slot.
    public static final int FIXED = 0xE0;

    /// Bytes of a slot: hash of the host key, wrapped key, tag.
    public static final int SLOT = 80;

    /// Bytes of the key of the measurement.
    public static final int MEASUREMENT_KEY = 64;

    /// Bytes of the nonce in the measurement.
    public static final int NONCE = 16;

    /// Bytes of the tag at the end.
    public static final int TAG = 16;

    static final int MAX_SLOTS = 255;

    /// 0x0100: version 1.
    static final int VERSION = 0x0100;

    /// A nonce, the host key that opened the image, the host key that opened this request.
    static final long FLAGS = 0x7000_0000_0000_0000L;

    private static final int HMAC_SHA512 = 1;
    private static final int IV = 12;
    private static final int KEY = 32;

    private AttestationRequestBlock() {}

    /// What the machine finds in the request.
    ///
    /// @param measurementKey 64 bytes
    /// @param nonce 16 bytes
    @SuppressWarnings("ArrayRecordComponent") // within this package, wiped after use
    record Secrets(byte[] measurementKey, byte[] nonce) {

        static Secrets random(CryptoSuite crypto) {
            return new Secrets(crypto.randomBytes(MEASUREMENT_KEY), crypto.randomBytes(NONCE));
        }

        void wipe() {
            Arrays.fill(measurementKey, (byte) 0);
            Arrays.fill(nonce, (byte) 0);
        }

        @Override
        public String toString() {
            return "Secrets[redacted]";
        }
    }

    /// A request for these machines, of which there are 1 to 255.
    static byte[] make(List<HostKey> machines, Secrets secrets, CryptoSuite crypto) {
        if (machines.isEmpty() || machines.size() > MAX_SLOTS) {
            throw new IllegalArgumentException("A request is for 1 to 255 host keys");
        }
        KeyPair own = crypto.generateEc(EcCurve.P521);
        byte[] iv = crypto.randomBytes(IV);
        byte[] requestKey = crypto.randomBytes(KEY);
        byte[] wrapping = new byte[0];
        try {
            int open = FIXED + machines.size() * SLOT;
            ByteBuffer block =
                    ByteBuffer.allocate(open + MEASUREMENT_KEY + NONCE + TAG)
                            .putLong(0) // no magic
                            .putInt(VERSION)
                            .putInt(open + MEASUREMENT_KEY + NONCE + TAG)
                            .put(iv)
                            .put(new byte[4 + 7])
                            .put((byte) machines.size())
                            .putInt(0)
                            .putInt(MEASUREMENT_KEY + NONCE)
                            .putLong(FLAGS)
                            .putInt(HMAC_SHA512)
                            .putInt(0)
                            .put(Coordinates.of((ECPublicKey) own.getPublic()));
            for (HostKey machine : machines) {
                wrapping = wrappingKey(own, machine.key(), crypto);
                block.put(machine.hash())
                        .put(crypto.encryptAesGcm(wrapping, new byte[IV], new byte[0], requestKey));
            }
            byte[] authenticated = Arrays.copyOf(block.array(), open);
            byte[] plain =
                    ByteBuffer.allocate(MEASUREMENT_KEY + NONCE)
                            .put(secrets.measurementKey())
                            .put(secrets.nonce())
                            .array();
            block.put(crypto.encryptAesGcm(requestKey, iv, authenticated, plain));
            Arrays.fill(plain, (byte) 0);
            return block.array();
        } finally {
            Arrays.fill(requestKey, (byte) 0);
            Arrays.fill(wrapping, (byte) 0);
        }
    }

    private static byte[] wrappingKey(KeyPair own, ECPublicKey machine, CryptoSuite crypto) {
        try {
            return wrappingKey(crypto.agree(own.getPrivate(), machine), crypto);
        } catch (InvalidKeyException e) {
            throw new IllegalStateException("A verified host key can't agree", e);
        }
    }

    /// The key of a slot: SHA-256 of the shared x coordinate, which has 66 bytes, and a counter.
    public static byte[] wrappingKey(byte[] shared, CryptoSuite crypto) {
        byte[] x = new byte[EcCurve.P521.coordinateLength()];
        System.arraycopy(shared, 0, x, x.length - shared.length, shared.length);
        return crypto.digest(HashAlgorithm.SHA256, x, new byte[] {0, 0, 0, 1});
    }
}
