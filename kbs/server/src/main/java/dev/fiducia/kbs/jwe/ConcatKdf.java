package dev.fiducia.kbs.jwe;

import dev.fiducia.crypto.CryptoSuite;
import dev.fiducia.crypto.HashAlgorithm;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// The key derivation of ECDH-ES+A256KW (RFC 7518, section 4.6.2, with empty party infos): one
/// round of SHA-256 over counter, Z, algorithm id and the key's length in bits.
final class ConcatKdf {
    static final String ALGORITHM = "ECDH-ES+A256KW";
    private static final int KEY_BITS = 256;

    private ConcatKdf() {}

    static byte[] wrappingKey(CryptoSuite crypto, byte[] z) {
        byte[] algorithm = ALGORITHM.getBytes(StandardCharsets.US_ASCII);
        byte[] otherInfo =
                ByteBuffer.allocate(4 + algorithm.length + 4 + 4 + 4)
                        .putInt(algorithm.length)
                        .put(algorithm)
                        .putInt(0)
                        .putInt(0)
                        .putInt(KEY_BITS)
                        .array();
        return crypto.digest(HashAlgorithm.SHA256, new byte[] {0, 0, 0, 1}, z, otherInfo);
    }
}
