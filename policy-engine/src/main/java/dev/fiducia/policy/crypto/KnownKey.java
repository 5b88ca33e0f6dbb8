package dev.fiducia.policy.crypto;

import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSAPublicKey;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.math.ec.ECPoint;

import java.io.IOException;
import java.math.BigInteger;
import java.util.Arrays;

/// A key that signatures are verified with.
public sealed interface KnownKey {
    record Rsa(BigInteger modulus, BigInteger exponent) implements KnownKey {}

    record Ec(Curve curve, ECPoint point) implements KnownKey {}

    @SuppressWarnings("ArrayRecordComponent") // compared by content below
    record Ed25519(byte[] point) implements KnownKey {
        @Override
        public boolean equals(Object other) {
            return other instanceof Ed25519 key && Arrays.equals(point, key.point);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(point);
        }

        @Override
        public String toString() {
            return "Ed25519";
        }
    }

    /// A shared secret, as JSON Web Keys may hold.
    record Secret() implements KnownKey {}

    /// Of an algorithm that nothing here knows.
    record Unknown() implements KnownKey {}

    /// The largest RSA modulus: more would only cost time.
    int MAX_MODULUS_BITS = 16_384;

    /// Reads a SubjectPublicKeyInfo.
    static KnownKey of(SubjectPublicKeyInfo info) throws CryptoException {
        ASN1ObjectIdentifier algorithm = info.getAlgorithm().getAlgorithm();
        byte[] bits = info.getPublicKeyData().getOctets();
        try {
            if (algorithm.equals(PKCSObjectIdentifiers.rsaEncryption)) {
                var rsa = RSAPublicKey.getInstance(info.parsePublicKey());
                return rsa(rsa.getModulus(), rsa.getPublicExponent());
            }
            if (algorithm.equals(X9ObjectIdentifiers.id_ecPublicKey)) {
                if (!(info.getAlgorithm().getParameters() instanceof ASN1ObjectIdentifier oid)) {
                    throw new CryptoException("x509: invalid ECDSA parameters");
                }
                var curve = Curve.of(oid);
                if (curve == null) {
                    throw new CryptoException("x509: unsupported elliptic curve");
                }
                return new Ec(curve, curve.point(bits));
            }
            if (algorithm.equals(EdECObjectIdentifiers.id_Ed25519)) {
                if (bits.length != 32) {
                    throw new CryptoException("x509: wrong Ed25519 public key size");
                }
                return new Ed25519(bits);
            }
            return new Unknown();
        } catch (IOException | IllegalArgumentException e) {
            throw new CryptoException("x509: invalid public key", e);
        }
    }

    static Rsa rsa(BigInteger modulus, BigInteger exponent) throws CryptoException {
        if (modulus.signum() <= 0) {
            throw new CryptoException("x509: RSA modulus is not a positive number");
        }
        if (exponent.signum() <= 0) {
            throw new CryptoException("x509: RSA public exponent is not a positive number");
        }
        if (exponent.bitLength() >= Long.SIZE) {
            throw new CryptoException("x509: invalid RSA public exponent");
        }
        if (modulus.bitLength() > MAX_MODULUS_BITS) {
            throw CryptoException.beyond("RSA modulus of more than " + MAX_MODULUS_BITS + " bits");
        }
        return new Rsa(modulus, exponent);
    }
}
