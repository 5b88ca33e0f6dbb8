package dev.fiducia.kbs.jwe;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Base64;

/// Integers as octet strings (RFC 7518, sections 2 and 6), and base64url without padding.
final class Octets {

    private Octets() {}

    /// Big-endian, left-padded with zeros to exactly `length` bytes.
    static byte[] fixedLength(BigInteger value, int length) {
        byte[] bytes = minimal(value);
        if (bytes.length > length) {
            throw new IllegalArgumentException("longer than " + length + " bytes");
        }
        byte[] padded = new byte[length];
        System.arraycopy(bytes, 0, padded, length - bytes.length, bytes.length);
        return padded;
    }

    /// Big-endian without leading zeros.
    static byte[] minimal(BigInteger value) {
        byte[] bytes = value.toByteArray();
        return bytes.length > 1 && bytes[0] == 0
                ? Arrays.copyOfRange(bytes, 1, bytes.length)
                : bytes;
    }

    static String base64url(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
