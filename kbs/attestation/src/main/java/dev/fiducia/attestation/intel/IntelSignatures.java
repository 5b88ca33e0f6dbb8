package dev.fiducia.attestation.intel;

import dev.fiducia.crypto.CryptoSuite;
import dev.fiducia.crypto.EcCurve;
import dev.fiducia.crypto.HashAlgorithm;

import java.security.InvalidKeyException;
import java.security.PublicKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.util.Optional;

/// The one signature scheme of DCAP: ECDSA on P-256 with SHA-256.
final class IntelSignatures {

    static final String ECDSA_SHA256 = "1.2.840.10045.4.3.2";
    private static final int COORDINATE = 32;
    private static final int KEY_CERT_SIGN = 5;

    private IntelSignatures() {}

    /// Whether the issuer is an authority, its key signed the certificate, and the names say so
    /// too.
    static boolean issued(X509Certificate issuer, X509Certificate certificate, CryptoSuite crypto) {
        boolean[] usage = issuer.getKeyUsage();
        if (!certificate.getIssuerX500Principal().equals(issuer.getSubjectX500Principal())
                || issuer.getBasicConstraints() < 0
                || usage == null
                || !usage[KEY_CERT_SIGN]
                || certificate.hasUnsupportedCriticalExtension()
                || !certificate.getSigAlgOID().equals(ECDSA_SHA256)) {
            return false;
        }
        try {
            Optional<ECPublicKey> key = p256(issuer.getPublicKey(), crypto);
            return key.isPresent()
                    && crypto.verifyEcdsa(
                            key.get(),
                            HashAlgorithm.SHA256,
                            certificate.getTBSCertificate(),
                            certificate.getSignature());
        } catch (CertificateEncodingException e) {
            return false;
        }
    }

    /// Whether a certificate's key signed the data, r ‖ s.
    static boolean signed(
            X509Certificate signer, byte[] data, byte[] signature, CryptoSuite crypto) {
        return p256(signer.getPublicKey(), crypto)
                .filter(key -> crypto.verifyEcdsaRaw(key, HashAlgorithm.SHA256, data, signature))
                .isPresent();
    }

    /// The key for this suite, empty when it is on another curve.
    static Optional<ECPublicKey> p256(PublicKey key, CryptoSuite crypto) {
        try {
            ECPublicKey ec = crypto.ecPublicKey(key.getEncoded());
            return EcCurve.of(ec).filter(curve -> curve == EcCurve.P256).map(curve -> ec);
        } catch (InvalidKeyException e) {
            return Optional.empty();
        }
    }

    /// The uncompressed point: 04 ‖ x ‖ y. Empty when it is on another curve.
    static Optional<byte[]> point(PublicKey key, CryptoSuite crypto) {
        return p256(key, crypto)
                .map(ec -> {
                    byte[] point = new byte[1 + 2 * COORDINATE];
                    point[0] = 4;
                    put(point, 1, ec.getW().getAffineX().toByteArray());
                    put(point, 1 + COORDINATE, ec.getW().getAffineY().toByteArray());
                    return point;
                });
    }

    /// Right-aligned, without a sign byte.
    private static void put(byte[] point, int offset, byte[] number) {
        int length = Math.min(number.length, COORDINATE);
        System.arraycopy(
                number, number.length - length, point, offset + COORDINATE - length, length);
    }
}
