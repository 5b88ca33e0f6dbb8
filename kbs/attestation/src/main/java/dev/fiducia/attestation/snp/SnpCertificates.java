package dev.fiducia.attestation.snp;

import dev.fiducia.attestation.evidence.PemCertificates;
import dev.fiducia.attestation.evidence.RefusedException;
import dev.fiducia.crypto.CryptoSuite;

import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/// Reads AMD's certificates, which come as DER from AMD and as PEM from some hosts.
final class SnpCertificates {

    private static final byte[] PEM_START = "-----BEGIN".getBytes(StandardCharsets.US_ASCII);

    private SnpCertificates() {}

    /// One certificate, DER or the first of a PEM text.
    static X509Certificate parse(byte[] data, CryptoSuite crypto, String place)
            throws RefusedException {
        try {
            if (!startsLikePem(data)) {
                return crypto.certificate(data);
            }
            List<X509Certificate> found =
                    parsePem(new String(data, StandardCharsets.ISO_8859_1), crypto);
            if (!found.isEmpty()) {
                return found.getFirst();
            }
        } catch (CertificateException e) {
            // falls through: one answer for all that isn't a certificate
        }
        throw RefusedException.at("snp-certificate-malformed", "Not an X.509 certificate", place);
    }

    /// All certificates of a PEM text.
    static List<X509Certificate> parsePem(String text, CryptoSuite crypto)
            throws CertificateException {
        return PemCertificates.all(text, crypto);
    }

    static byte[] der(X509Certificate certificate) {
        return PemCertificates.der(certificate);
    }

    /// The subject's common name, empty unless there is exactly one that can be read.
    static Optional<String> commonName(X509Certificate certificate) {
        return PemCertificates.commonName(certificate);
    }

    private static boolean startsLikePem(byte[] data) {
        int start = 0;
        while (start < data.length && Character.isWhitespace(data[start])) {
            start++;
        }
        if (data.length - start < PEM_START.length) {
            return false;
        }
        for (int i = 0; i < PEM_START.length; i++) {
            if (data[start + i] != PEM_START[i]) {
                return false;
            }
        }
        return true;
    }
}
