package dev.fiducia.crypto;

import org.bouncycastle.asn1.gm.GMNamedCurves;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.math.ec.ECPoint;

import java.math.BigInteger;
import java.security.InvalidKeyException;

/// A public key on the one curve of SM2 (GM/T 0003.5), known to be a point of it.
public final class Sm2PublicKey {

    /// Bytes of a coordinate, or of half a signature.
    public static final int COORDINATE = 32;

    static final ECDomainParameters DOMAIN = domain();

    private final ECPublicKeyParameters key;

    Sm2PublicKey(ECPublicKeyParameters key) {
        this.key = key;
    }

    static Sm2PublicKey of(byte[] x, byte[] y) throws InvalidKeyException {
        try {
            ECPoint point =
                    DOMAIN.getCurve().validatePoint(new BigInteger(1, x), new BigInteger(1, y));
            return new Sm2PublicKey(new ECPublicKeyParameters(point, DOMAIN));
        } catch (IllegalArgumentException e) {
            throw new InvalidKeyException("The point is not on the curve of SM2", e);
        }
    }

    /// 04 ‖ x ‖ y.
    public byte[] point() {
        return key.getQ().getEncoded(false);
    }

    ECPublicKeyParameters parameters() {
        return key;
    }

    private static ECDomainParameters domain() {
        X9ECParameters curve = GMNamedCurves.getByName("sm2p256v1");
        return new ECDomainParameters(curve.getCurve(), curve.getG(), curve.getN(), curve.getH());
    }
}
