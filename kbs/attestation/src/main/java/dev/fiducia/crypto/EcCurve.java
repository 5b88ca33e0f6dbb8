package dev.fiducia.crypto;

import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.interfaces.ECKey;
import java.security.spec.ECFieldFp;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.EllipticCurve;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// The NIST prime curves in use.
public enum EcCurve {
    P256("secp256r1", "P-256", 32),
    P384("secp384r1", "P-384", 48),
    P521("secp521r1", "P-521", 66);

    private static final Map<EcCurve, ECParameterSpec> PARAMETERS = allParameters();

    private final String jcaName;
    private final String jwkName;
    private final int coordinateLength;

    EcCurve(String jcaName, String jwkName, int coordinateLength) {
        this.jcaName = jcaName;
        this.jwkName = jwkName;
        this.coordinateLength = coordinateLength;
    }

    /// The `crv` of a JWK.
    public String jwkName() {
        return jwkName;
    }

    /// Bytes of a coordinate, a private scalar, or half of a raw signature.
    public int coordinateLength() {
        return coordinateLength;
    }

    /// The domain parameters.
    public ECParameterSpec parameters() {
        return Objects.requireNonNull(PARAMETERS.get(this));
    }

    /// The curve of a key, empty when it is none of these.
    public static Optional<EcCurve> of(ECKey key) {
        for (EcCurve curve : values()) {
            ECParameterSpec own = curve.parameters();
            ECParameterSpec other = key.getParams();
            if (other != null
                    && own.getCurve().getField().equals(other.getCurve().getField())
                    && own.getCurve().getA().equals(other.getCurve().getA())
                    && own.getCurve().getB().equals(other.getCurve().getB())
                    && own.getGenerator().equals(other.getGenerator())
                    && own.getOrder().equals(other.getOrder())
                    && own.getCofactor() == other.getCofactor()) {
                return Optional.of(curve);
            }
        }
        return Optional.empty();
    }

    /// The curve of a JWK `crv`, exact in case.
    public static Optional<EcCurve> ofJwkName(String crv) {
        for (EcCurve curve : values()) {
            if (curve.jwkName.equals(crv)) {
                return Optional.of(curve);
            }
        }
        return Optional.empty();
    }

    String jcaName() {
        return jcaName;
    }

    /// Whether a point lies on the curve. With cofactor 1 this is the whole public key check but
    /// for infinity.
    public boolean contains(ECPoint point) {
        if (point.equals(ECPoint.POINT_INFINITY)) {
            return false;
        }
        EllipticCurve curve = parameters().getCurve();
        BigInteger p = ((ECFieldFp) curve.getField()).getP();
        BigInteger x = point.getAffineX();
        BigInteger y = point.getAffineY();
        if (x.signum() < 0 || y.signum() < 0 || x.compareTo(p) >= 0 || y.compareTo(p) >= 0) {
            return false;
        }
        BigInteger right = x.multiply(x).add(curve.getA()).multiply(x).add(curve.getB()).mod(p);
        return y.multiply(y).mod(p).equals(right);
    }

    private static Map<EcCurve, ECParameterSpec> allParameters() {
        Map<EcCurve, ECParameterSpec> all = new EnumMap<>(EcCurve.class);
        for (EcCurve curve : values()) {
            all.put(curve, parametersOf(curve.jcaName));
        }
        return all;
    }

    private static ECParameterSpec parametersOf(String jcaName) {
        try {
            AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC", "SunEC");
            parameters.init(new ECGenParameterSpec(jcaName));
            return parameters.getParameterSpec(ECParameterSpec.class);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("The JDK lacks the curve " + jcaName, e);
        }
    }
}
