package dev.fiducia.attestation.snp;

import dev.fiducia.attestation.evidence.RefusedException;
import dev.fiducia.attestation.evidence.SignedPart;
import dev.fiducia.crypto.CryptoSuite;
import dev.fiducia.crypto.HashAlgorithm;

import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.cert.X509CRLHolder;

import java.io.IOException;
import java.math.BigInteger;
import java.security.InvalidKeyException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.Set;

/// What a root of AMD's revoked: its intermediates. A list that narrows itself by a critical
/// extension is refused.
final class AmdRevocationList {

    private static final String RSASSA_PSS = "1.2.840.113549.1.1.10";
    private static final Set<String> KNOWN =
            Set.of(Extension.cRLNumber.getId(), Extension.authorityKeyIdentifier.getId());

    private final X509CRLHolder crl;
    private final BigInteger number;

    private AmdRevocationList(X509CRLHolder crl, BigInteger number) {
        this.crl = crl;
        this.number = number;
    }

    /// Reads a list, DER, and checks that this root signed it.
    static AmdRevocationList read(byte[] der, SnpAnchor anchor, CryptoSuite crypto)
            throws RefusedException {
        try {
            X509CRLHolder crl = new X509CRLHolder(der);
            if (!isSigned(der, crl, anchor.ark(), crypto)) {
                throw RefusedException.of(
                        "snp-crl-invalid", "The CRL was not issued by " + anchor.product().label());
            }
            for (Object oid : crl.getCriticalExtensionOIDs()) {
                if (!KNOWN.contains(oid.toString())) {
                    throw RefusedException.of(
                            "snp-crl-malformed",
                            "The CRL has a critical extension that isn't known");
                }
            }
            return new AmdRevocationList(crl, number(crl));
        } catch (IOException | RuntimeException e) { // the parser throws what it likes
            throw RefusedException.of("snp-crl-malformed", "The CRL can't be read");
        }
    }

    boolean revokes(X509Certificate certificate) {
        return crl.getRevokedCertificate(certificate.getSerialNumber()) != null;
    }

    /// 0 where it has none.
    BigInteger number() {
        return number;
    }

    Instant thisUpdate() {
        return crl.getThisUpdate().toInstant();
    }

    /// Where it doesn't say, it is out of its time at once.
    Instant nextUpdate() {
        return crl.getNextUpdate() == null ? thisUpdate() : crl.getNextUpdate().toInstant();
    }

    private static boolean isSigned(
            byte[] der, X509CRLHolder crl, X509Certificate ark, CryptoSuite crypto)
            throws IOException {
        String algorithm = crl.toASN1Structure().getSignatureAlgorithm().getAlgorithm().getId();
        try {
            return algorithm.equals(RSASSA_PSS)
                    && Arrays.equals(
                            crl.getIssuer().getEncoded(),
                            ark.getSubjectX500Principal().getEncoded())
                    && crypto.verifyRsaPss(
                            crypto.rsaPublicKey(ark.getPublicKey().getEncoded()),
                            HashAlgorithm.SHA384,
                            SignedPart.of(der),
                            crl.toASN1Structure().getSignature().getOctets());
        } catch (InvalidKeyException e) {
            return false;
        }
    }

    private static BigInteger number(X509CRLHolder crl) {
        Extension extension = crl.getExtension(Extension.cRLNumber);
        return extension == null
                ? BigInteger.ZERO
                : ASN1Integer.getInstance(extension.getParsedValue()).getPositiveValue();
    }
}
