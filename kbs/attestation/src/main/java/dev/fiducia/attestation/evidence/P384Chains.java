package dev.fiducia.attestation.evidence;

import dev.fiducia.crypto.CryptoSuite;
import dev.fiducia.crypto.EcCurve;
import dev.fiducia.crypto.HashAlgorithm;

import java.security.InvalidKeyException;
import java.security.PublicKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/// Certificates of the one scheme that device chains use: ECDSA on P-384 with SHA-384.
public final class P384Chains {

    private static final String ECDSA_SHA384 = "1.2.840.10045.4.3.3";
    private static final int KEY_CERT_SIGN = 5;

    /// Key usage, basic constraints, extended key usage, and TCG DICE's TcbInfo, which devices mark
    /// critical.
    private static final Set<String> KNOWN =
            Set.of("2.5.29.15", "2.5.29.19", "2.5.29.37", "2.23.133.5.4.1");

    private P384Chains() {}

    /// Whether the issuer is an authority for so many authorities below it, its key signed the
    /// certificate, and the names say so too.
    ///
    /// @param authoritiesBelow how many authorities stand between the issuer and the end
    public static boolean issued(
            X509Certificate issuer,
            X509Certificate certificate,
            int authoritiesBelow,
            CryptoSuite crypto) {
        boolean[] usage = issuer.getKeyUsage();
        return issuer.getBasicConstraints() >= authoritiesBelow
                && (usage == null || usage[KEY_CERT_SIGN])
                && signed(issuer, certificate, crypto);
    }

    /// Whether the issuer's key signed the certificate, and the names say so too; for schemes whose
    /// issuers are no authorities as X.509 has them.
    public static boolean signed(
            X509Certificate issuer, X509Certificate certificate, CryptoSuite crypto) {
        if (!certificate.getIssuerX500Principal().equals(issuer.getSubjectX500Principal())
                || hasStrangeCriticalExtension(certificate)
                || !certificate.getSigAlgOID().equals(ECDSA_SHA384)) {
            return false;
        }
        try {
            byte[] content = certificate.getTBSCertificate();
            byte[] signature = certificate.getSignature();
            return key(issuer.getPublicKey(), crypto)
                    .filter(key ->
                            crypto.verifyEcdsa(key, HashAlgorithm.SHA384, content, signature))
                    .isPresent();
        } catch (CertificateEncodingException e) {
            return false;
        }
    }

    private static boolean hasStrangeCriticalExtension(X509Certificate certificate) {
        Set<String> critical = certificate.getCriticalExtensionOIDs();
        return critical != null && !KNOWN.containsAll(critical);
    }

    /// Whether the certificate is in its time.
    public static boolean isCurrent(X509Certificate certificate, Instant now) {
        return !now.isBefore(certificate.getNotBefore().toInstant())
                && !now.isAfter(certificate.getNotAfter().toInstant());
    }

    /// The key for this suite, empty when it is on another curve.
    public static Optional<ECPublicKey> key(PublicKey key, CryptoSuite crypto) {
        try {
            ECPublicKey ec = crypto.ecPublicKey(key.getEncoded());
            return EcCurve.of(ec).filter(curve -> curve == EcCurve.P384).map(curve -> ec);
        } catch (InvalidKeyException e) {
            return Optional.empty();
        }
    }
}
