package dev.fiducia.attestation.snp;

import dev.fiducia.attestation.evidence.RefusedException;
import dev.fiducia.crypto.CryptoSuite;

import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x500.style.IETFUtils;

import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads AMD's certificates, which come as DER from AMD and as PEM from some hosts.
final class SnpCertificates {

    private static final byte[] PEM_START = "-----BEGIN".getBytes(StandardCharsets.US_ASCII);
    private static final Pattern PEM =
            Pattern.compile(
                    "-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\\s]*+)-----END CERTIFICATE-----");

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
        List<X509Certificate> certificates = new ArrayList<>();
        Matcher blocks = PEM.matcher(text);
        while (blocks.find()) {
            try {
                certificates.add(
                        crypto.certificate(Base64.getMimeDecoder().decode(blocks.group(1))));
            } catch (IllegalArgumentException e) {
                throw new CertificateException("Not base64", e);
            }
        }
        return certificates;
    }

    static byte[] der(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("A parsed certificate has no encoding", e);
        }
    }

    /// The subject's common name, empty unless there is exactly one that can be read.
    static Optional<String> commonName(X509Certificate certificate) {
        try {
            X500Name subject =
                    X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded());
            RDN[] names = subject.getRDNs(BCStyle.CN);
            return names.length == 1 && !names[0].isMultiValued()
                    ? Optional.of(IETFUtils.valueToString(names[0].getFirst().getValue()))
                    : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // the library's way with strings that break their encoding
        }
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
