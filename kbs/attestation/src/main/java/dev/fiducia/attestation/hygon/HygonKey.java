package dev.fiducia.attestation.hygon;

import dev.fiducia.attestation.evidence.ByteCursor;
import dev.fiducia.attestation.evidence.RefusedException;
import dev.fiducia.crypto.CryptoSuite;
import dev.fiducia.crypto.Sm2PublicKey;

import java.security.InvalidKeyException;
import java.util.Arrays;
import java.util.HexFormat;

/// A key for signatures of SM2, and the name that its owner signs under.
///
/// @param usage what it is for
/// @param userId the name, part of what is signed
record HygonKey(Usage usage, Sm2PublicKey key, String userId) {

    private static final int FIELD = 72;
    private static final int USER_ID = 254;

    /// Whether this key signed the data.
    boolean signed(byte[] data, byte[] signature, CryptoSuite crypto) {
        return crypto.verifySm2(key, HexFormat.of().parseHex(userId), data, signature);
    }

    /// Curve, coordinates and name, as certificates have them.
    static HygonKey parse(Usage usage, ByteCursor in, CryptoSuite crypto) throws RefusedException {
        if (in.u32() != Usage.SM2_CURVE) {
            throw in.malformed("has a key on another curve than that of SM2");
        }
        byte[] x = number(in);
        byte[] y = number(in);
        int length = in.u16();
        if (length > USER_ID) {
            throw in.malformed("has a name of " + length + " bytes");
        }
        byte[] name = Arrays.copyOf(in.take(USER_ID), length);
        try {
            return new HygonKey(usage, crypto.sm2PublicKey(x, y), HexFormat.of().formatHex(name));
        } catch (InvalidKeyException e) {
            throw in.malformed("has a key that is no point of the curve");
        }
    }

    /// A signature: r and s.
    static byte[] signature(ByteCursor in) throws RefusedException {
        byte[] r = number(in);
        byte[] s = number(in);
        byte[] signature = Arrays.copyOf(r, r.length + s.length);
        System.arraycopy(s, 0, signature, r.length, s.length);
        return signature;
    }

    /// A number of 32 bytes in a field of 72, turned to big-endian.
    private static byte[] number(ByteCursor in) throws RefusedException {
        byte[] field = in.take(FIELD);
        byte[] number = new byte[Sm2PublicKey.COORDINATE];
        for (int i = 0; i < FIELD; i++) {
            if (i < number.length) {
                number[number.length - 1 - i] = field[i];
            } else if (field[i] != 0) {
                throw in.malformed("has a number that is too large");
            }
        }
        return number;
    }
}
