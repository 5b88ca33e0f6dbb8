package dev.fiducia.attestation.se;

import dev.fiducia.crypto.CryptoSuite;
import dev.fiducia.crypto.EcCurve;

import java.math.BigInteger;
import java.security.InvalidKeyException;
import java.security.interfaces.ECPublicKey;
import java.util.Arrays;

/// A point on P-521 as machines have it: x and y in 80 bytes each, with zeros in front.
public final class Coordinates {

    /// Bytes of a point.
    public static final int LENGTH = 160;

    private static final int HALF = LENGTH / 2;

    private Coordinates() {}

    /// The bytes of a key on P-521.
    public static byte[] of(ECPublicKey key) {
        byte[] bytes = new byte[LENGTH];
        put(key.getW().getAffineX(), bytes, HALF);
        put(key.getW().getAffineY(), bytes, LENGTH);
        return bytes;
    }

    /// The key of such bytes.
    ///
    /// @throws InvalidKeyException when they are no point of the curve
    public static ECPublicKey key(byte[] bytes, CryptoSuite crypto) throws InvalidKeyException {
        if (bytes.length != LENGTH) {
            throw new InvalidKeyException("A point has " + LENGTH + " bytes");
        }
        return crypto.ecPublicKey(
                EcCurve.P521, Arrays.copyOf(bytes, HALF), Arrays.copyOfRange(bytes, HALF, LENGTH));
    }

    private static void put(BigInteger number, byte[] bytes, int end) {
        byte[] digits = number.toByteArray();
        System.arraycopy(digits, 0, bytes, end - digits.length, digits.length);
    }
}
