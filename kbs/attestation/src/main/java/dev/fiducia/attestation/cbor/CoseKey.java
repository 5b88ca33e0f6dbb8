package dev.fiducia.attestation.cbor;

import dev.fiducia.attestation.evidence.RefusedException;
import dev.fiducia.crypto.CryptoSuite;
import dev.fiducia.crypto.EcCurve;
import dev.fiducia.crypto.HashAlgorithm;

import java.security.InvalidKeyException;
import java.security.PublicKey;
import java.util.Arrays;
import java.util.HexFormat;

/// A public key with the one algorithm that it verifies, which its kind decides.
public final class CoseKey {

    private static final int ED25519_LENGTH = 32;

    /// A SubjectPublicKeyInfo of Ed25519 up to the key itself (RFC 8410).
    private static final byte[] ED25519_PREFIX =
            HexFormat.of().parseHex("302a300506032b6570032100");

    private static final long KTY = 1;
    private static final long ALG = 3;
    private static final long CRV = -1;
    private static final long X = -2;
    private static final long Y = -3;
    private static final long EC2 = 2;

    /// Algorithms of RFC 9053, section 2.
    private enum Algorithm {
        ES256(-7),
        ES384(-35),
        ES512(-36),
        EDDSA(-8);

        private final long id;

        Algorithm(long id) {
            this.id = id;
        }
    }

    private final PublicKey key;
    private final Algorithm algorithm;

    private CoseKey(PublicKey key, Algorithm algorithm) {
        this.key = key;
        this.algorithm = algorithm;
    }

    /// A key from its coordinates, each as long as the curve's.
    public static CoseKey ec(EcCurve curve, byte[] x, byte[] y, CryptoSuite crypto)
            throws InvalidKeyException {
        if (x.length != curve.coordinateLength() || y.length != curve.coordinateLength()) {
            throw new InvalidKeyException("A coordinate has another length than the curve's");
        }
        return new CoseKey(crypto.ecPublicKey(curve, x, y), of(curve));
    }

    /// A key of Ed25519.
    public static CoseKey ed25519(byte[] x, CryptoSuite crypto) throws InvalidKeyException {
        if (x.length != ED25519_LENGTH) {
            throw new InvalidKeyException("A key of Ed25519 has 32 bytes");
        }
        byte[] encoded = Arrays.copyOf(ED25519_PREFIX, ED25519_PREFIX.length + x.length);
        System.arraycopy(x, 0, encoded, ED25519_PREFIX.length, x.length);
        return new CoseKey(crypto.ed25519PublicKey(encoded), Algorithm.EDDSA);
    }

    /// A key from an uncompressed point: 04 ‖ x ‖ y.
    public static CoseKey point(EcCurve curve, byte[] point, CryptoSuite crypto)
            throws InvalidKeyException {
        int length = curve.coordinateLength();
        if (point.length != 1 + 2 * length || point[0] != 4) {
            throw new InvalidKeyException("Not an uncompressed point of " + curve.jwkName());
        }
        return ec(
                curve,
                Arrays.copyOfRange(point, 1, 1 + length),
                Arrays.copyOfRange(point, 1 + length, point.length),
                crypto);
    }

    /// A COSE_Key (RFC 9052, section 7) on a NIST curve.
    public static CoseKey parse(byte[] encoded, String name, String code, CryptoSuite crypto)
            throws RefusedException {
        CborPlace key = CborPlace.read(encoded, name, code);
        EcCurve curve =
                switch (key.label(CRV).unsigned(3)) {
                    case 1 -> EcCurve.P256;
                    case 2 -> EcCurve.P384;
                    case 3 -> EcCurve.P521;
                    default -> throw key.refused("is on an unknown curve");
                };
        if (key.label(KTY).integer() != EC2) {
            throw key.refused("is not a key on a curve with two coordinates");
        }
        var stated = key.optionalLabel(ALG);
        if (stated.isPresent() && stated.get().integer() != of(curve).id) {
            throw key.refused("is for another algorithm than its curve's");
        }
        try {
            return ec(curve, key.label(X).bytes(), key.label(Y).bytes(), crypto);
        } catch (InvalidKeyException e) {
            throw key.refused("is not a point of its curve");
        }
    }

    /// The name of the algorithm in JSON (RFC 7518), such as `ES384`.
    public String algorithmName() {
        return algorithm == Algorithm.EDDSA ? "EdDSA" : algorithm.name();
    }

    boolean isFor(long algorithmId) {
        return algorithm.id == algorithmId;
    }

    boolean verifies(byte[] data, byte[] signature, CryptoSuite crypto) {
        return switch (algorithm) {
            case ES256 -> crypto.verifyEcdsaRaw(key, HashAlgorithm.SHA256, data, signature);
            case ES384 -> crypto.verifyEcdsaRaw(key, HashAlgorithm.SHA384, data, signature);
            case ES512 -> crypto.verifyEcdsaRaw(key, HashAlgorithm.SHA512, data, signature);
            case EDDSA -> crypto.verifyEd25519(key, data, signature);
        };
    }

    private static Algorithm of(EcCurve curve) {
        return switch (curve) {
            case P256 -> Algorithm.ES256;
            case P384 -> Algorithm.ES384;
            case P521 -> Algorithm.ES512;
        };
    }
}
