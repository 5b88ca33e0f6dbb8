package dev.fiducia.policy.crypto;

import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.math.ec.ECPoint;
import org.jspecify.annotations.Nullable;

import java.math.BigInteger;

/// The curves that Go has.
@SuppressWarnings("ImmutableEnumChecker") // Bouncy Castle does not say that its values never change
enum Curve {
    P224("P-224", SECObjectIdentifiers.secp224r1, 28),
    P256("P-256", SECObjectIdentifiers.secp256r1, 32),
    P384("P-384", SECObjectIdentifiers.secp384r1, 48),
    P521("P-521", SECObjectIdentifiers.secp521r1, 66);

    private final String jwkName;
    private final ASN1ObjectIdentifier oid;
    private final int bytes;
    private final ECDomainParameters domain;

    Curve(String jwkName, ASN1ObjectIdentifier oid, int bytes) {
        this.jwkName = jwkName;
        this.oid = oid;
        this.bytes = bytes;
        this.domain = new ECDomainParameters(CustomNamedCurves.getByOID(oid));
    }

    static @Nullable Curve of(ASN1ObjectIdentifier oid) {
        for (var curve : values()) {
            if (curve.oid.equals(oid)) {
                return curve;
            }
        }
        return null;
    }

    static @Nullable Curve named(String jwkName) {
        for (var curve : values()) {
            if (curve.jwkName.equals(jwkName)) {
                return curve;
            }
        }
        return null;
    }

    String jwkName() {
        return jwkName;
    }

    ASN1ObjectIdentifier oid() {
        return oid;
    }

    int bytes() {
        return bytes;
    }

    ECDomainParameters domain() {
        return domain;
    }

    /// The point of its uncompressed encoding; refuses what is not on the curve.
    ECPoint point(byte[] encoded) throws CryptoException {
        if (encoded.length != 2 * bytes + 1 || encoded[0] != 4) {
            throw new CryptoException("x509: failed to unmarshal elliptic curve point");
        }
        try {
            return domain.getCurve().decodePoint(encoded).normalize();
        } catch (IllegalArgumentException e) {
            throw new CryptoException("x509: failed to unmarshal elliptic curve point", e);
        }
    }

    /// The public point of a secret number; refuses numbers out of range.
    ECPoint multiply(BigInteger secret) throws CryptoException {
        if (secret.signum() <= 0 || secret.compareTo(domain.getN()) >= 0) {
            throw new CryptoException("x509: invalid elliptic curve private key value");
        }
        return domain.getG().multiply(secret).normalize();
    }
}
