package dev.fiducia.attestation.evidence;

import dev.fiducia.crypto.CryptoSuite;

import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x500.style.IETFUtils;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads certificates from PEM texts, and the name in one.
public final class PemCertificates {

    private static final Pattern PEM =
            Pattern.compile(
                    "-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\\s]*+)-----END CERTIFICATE-----");

    private static final int MAX_FILE_BYTES = 1 << 20;

    private PemCertificates() {}

    /// All certificates of a PEM file, one at least.
    ///
    /// @throws IOException when it can't be read, holds none, or one that is no certificate, or is
    ///   larger than 1 MiB
    public static List<X509Certificate> read(Path file, CryptoSuite crypto) throws IOException {
        try {
            byte[] content = SmallFile.read(file, MAX_FILE_BYTES);
            List<X509Certificate> certificates =
                    all(new String(content, StandardCharsets.US_ASCII), crypto);
            if (certificates.isEmpty()) {
                throw new IOException("holds no certificate");
            }
            return certificates;
        } catch (CertificateException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /// All certificates of a PEM text, in its order.
    public static List<X509Certificate> all(String text, CryptoSuite crypto)
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

    /// The PEM text of certificates, in their order.
    public static String write(List<X509Certificate> certificates) {
        StringBuilder text = new StringBuilder();
        Base64.Encoder lines = Base64.getMimeEncoder(64, new byte[] {'\n'});
        for (X509Certificate certificate : certificates) {
            text.append("-----BEGIN CERTIFICATE-----\n")
                    .append(lines.encodeToString(der(certificate)))
                    .append("\n-----END CERTIFICATE-----\n");
        }
        return text.toString();
    }

    /// The DER form.
    public static byte[] der(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("A parsed certificate has no encoding", e);
        }
    }

    /// The subject's common name, empty unless there is exactly one that can be read.
    public static Optional<String> commonName(X509Certificate certificate) {
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
}
