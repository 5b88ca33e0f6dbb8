package dev.fiducia.initdata.rotation;

import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import java.util.StringJoiner;

/// Certificates as PEM, without a line break at the end.
public final class PemText {
    private static final int LINE = 64;

    private PemText() {}

    /// The blocks with lines of 64 characters.
    ///
    /// @param lineBreak what stands between two lines
    public static String of(List<X509Certificate> certificates, String lineBreak) {
        Base64.Encoder encoder = Base64.getMimeEncoder(LINE, new byte[] {'\n'});
        StringJoiner lines = new StringJoiner(lineBreak);
        for (X509Certificate certificate : certificates) {
            lines.add("-----BEGIN CERTIFICATE-----");
            try {
                encoder.encodeToString(certificate.getEncoded()).lines().forEach(lines::add);
            } catch (CertificateEncodingException e) {
                throw new IllegalStateException("a certificate that was read has no bytes", e);
            }
            lines.add("-----END CERTIFICATE-----");
        }
        return lines.toString();
    }
}
