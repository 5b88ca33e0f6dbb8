package dev.fiducia.attestation.collateral;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.List;

import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/// TLS that believes the authorities of some PEM files and no others.
final class TrustedRoots {

    private TrustedRoots() {}

    /// @throws IllegalArgumentException when a file can't be read or holds no certificate
    static SSLContext context(List<Path> files) {
        try {
            KeyStore roots = KeyStore.getInstance("PKCS12", "SunJSSE");
            roots.load(null, null);
            CertificateFactory factory = CertificateFactory.getInstance("X.509", "SUN");
            for (Path file : files) {
                try (InputStream in = Files.newInputStream(file)) {
                    for (Certificate root : factory.generateCertificates(in)) {
                        roots.setCertificateEntry("root" + roots.size(), root);
                    }
                }
            }
            if (roots.size() == 0) {
                throw new IllegalArgumentException(files + " hold no certificate");
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX", "SunJSSE");
            trust.init(roots);
            SSLContext context = SSLContext.getInstance("TLS", "SunJSSE");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalArgumentException(
                    "roots for TLS " + files + " can't be read: " + e.getMessage(), e);
        }
    }
}
