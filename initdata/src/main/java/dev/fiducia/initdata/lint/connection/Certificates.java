package dev.fiducia.initdata.lint.connection;

import java.io.ByteArrayInputStream;
import java.security.NoSuchProviderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/// Certificates in PEM, as the guests' TLS library reads them: whatever stands outside of the
/// blocks is ignored.
public final class Certificates {

    private static final String BEGIN = "-----BEGIN CERTIFICATE-----";
    private static final String END = "-----END CERTIFICATE-----";
    private static final int MOST = 50;

    private Certificates() {}

    /// The certificates of a text, at most 50; nothing when there is none, or one can't be read.
    public static Optional<List<X509Certificate>> parse(String pem) {
        List<X509Certificate> certificates = new ArrayList<>();
        int start = pem.indexOf(BEGIN);
        while (start >= 0 && certificates.size() < MOST) {
            int end = pem.indexOf(END, start);
            if (end < 0) {
                return Optional.empty();
            }
            Optional<X509Certificate> certificate =
                    read(pem.substring(start + BEGIN.length(), end));
            if (certificate.isEmpty()) {
                return Optional.empty();
            }
            certificates.add(certificate.get());
            start = pem.indexOf(BEGIN, end);
        }
        return certificates.isEmpty() ? Optional.empty() : Optional.of(List.copyOf(certificates));
    }

    /// Parsing certificates of strangers, the JDK fails in unchecked ways on a few.
    private static Optional<X509Certificate> read(String base64) {
        try {
            byte[] der = Base64.getDecoder().decode(base64.replaceAll("\\s", ""));
            var parsed =
                    CertificateFactory.getInstance("X.509", "SUN")
                            .generateCertificate(new ByteArrayInputStream(der));
            return parsed instanceof X509Certificate certificate
                    ? Optional.of(certificate)
                    : Optional.empty();
        } catch (CertificateException | RuntimeException _) {
            return Optional.empty();
        } catch (NoSuchProviderException e) {
            throw new IllegalStateException("the JDK has no X.509 certificates", e);
        }
    }
}
