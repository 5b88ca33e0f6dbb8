package dev.fiducia.initdata.lint.connection;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/// Questions that the rules ask about a certificate.
final class CertificateTraits {

    private static final int SMALLEST_RSA = 2048;
    private static final int DNS_NAME = 2;
    private static final int IP_ADDRESS = 7;

    private CertificateTraits() {}

    static boolean isAuthority(X509Certificate certificate) {
        return certificate.getBasicConstraints() >= 0;
    }

    static boolean isSelfIssued(X509Certificate certificate) {
        return certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal());
    }

    static boolean hasWeakSignature(X509Certificate certificate) {
        String name = certificate.getSigAlgName().toUpperCase(Locale.ROOT);
        return name.startsWith("SHA1") || name.startsWith("MD5") || name.startsWith("MD2");
    }

    static boolean hasSmallKey(X509Certificate certificate) {
        return certificate.getPublicKey() instanceof RSAPublicKey key
                && key.getModulus().bitLength() < SMALLEST_RSA;
    }

    /// Whether the alternative names hold the host; the common name does not count any more.
    static boolean isFor(String host, X509Certificate certificate) {
        for (List<?> name : alternativeNames(certificate)) {
            if (name.size() >= 2
                    && name.get(0) instanceof Integer type
                    && name.get(1) instanceof String value
                    && matches(type, value.toLowerCase(Locale.ROOT), host)) {
                return true;
            }
        }
        return false;
    }

    private static Collection<List<?>> alternativeNames(X509Certificate certificate) {
        try {
            Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            return names == null ? List.of() : names;
        } catch (CertificateParsingException _) {
            return List.of();
        }
    }

    private static boolean matches(int type, String name, String host) {
        if (type == IP_ADDRESS) {
            return name.equals(host);
        }
        if (type != DNS_NAME) {
            return false;
        }
        int dot = host.indexOf('.');
        return name.equals(host)
                || (name.startsWith("*.")
                        && dot > 0
                        && host.substring(dot).equals(name.substring(1)));
    }
}
