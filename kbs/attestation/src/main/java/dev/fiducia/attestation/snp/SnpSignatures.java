package dev.fiducia.attestation.snp;

import dev.fiducia.crypto.CryptoSuite;
import dev.fiducia.crypto.EcCurve;
import dev.fiducia.crypto.HashAlgorithm;

import java.security.InvalidKeyException;
import java.security.PublicKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;

/// The two signatures of SEV-SNP: RSASSA-PSS with SHA-384 on certificates, ECDSA P-384 with SHA-384
/// on reports.
final class SnpSignatures {

    private static final String RSASSA_PSS = "1.2.840.113549.1.1.10";

    private SnpSignatures() {}

    /// Whether the issuer's key signed the certificate, and the names say so too.
    static boolean issued(X509Certificate issuer, X509Certificate certificate, CryptoSuite crypto) {
        if (!certificate.getIssuerX500Principal().equals(issuer.getSubjectX500Principal())
                || !certificate.getSigAlgOID().equals(RSASSA_PSS)) {
            return false;
        }
        try {
            RSAPublicKey key = crypto.rsaPublicKey(issuer.getPublicKey().getEncoded());
            return crypto.verifyRsaPss(
                    key,
                    HashAlgorithm.SHA384,
                    certificate.getTBSCertificate(),
                    certificate.getSignature());
        } catch (InvalidKeyException | CertificateEncodingException e) {
            return false;
        }
    }

    /// Whether the endorsement key signed the report.
    static boolean signed(PublicKey vek, SnpReport report, CryptoSuite crypto) {
        int half = EcCurve.P384.coordinateLength();
        byte[] raw = new byte[2 * half];
        return bigEndian(
                        report.bytes(SnpReport.SIGNATURE_R, SnpReport.SIGNATURE_PART_LENGTH),
                        raw,
                        0)
                && bigEndian(
                        report.bytes(SnpReport.SIGNATURE_S, SnpReport.SIGNATURE_PART_LENGTH),
                        raw,
                        half)
                && crypto.verifyEcdsaRaw(vek, HashAlgorithm.SHA384, report.signedBytes(), raw);
    }

    /// Turns a little-endian part around; what is longer than the curve's numbers is no signature.
    private static boolean bigEndian(byte[] littleEndian, byte[] out, int offset) {
        int half = EcCurve.P384.coordinateLength();
        int excess = 0;
        for (int i = half; i < littleEndian.length; i++) {
            excess |= littleEndian[i];
        }
        for (int i = 0; i < half; i++) {
            out[offset + i] = littleEndian[half - 1 - i];
        }
        return excess == 0;
    }
}
