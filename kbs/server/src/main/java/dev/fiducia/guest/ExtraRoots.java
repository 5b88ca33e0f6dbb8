package dev.fiducia.guest;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Collection;

import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/// TLS that trusts further certificates beside those of the JDK.
final class ExtraRoots {

    private static final String TLS_PROVIDER = "SunJSSE";
    private static final String PROVIDER = "SUN";

    private ExtraRoots() {}

    static SSLContext context(String pem) throws GuestException {
        try {
            KeyStore trusted = KeyStore.getInstance("PKCS12", PROVIDER);
            trusted.load(null, null);
            int index = 0;
            for (Certificate certificate : certificates(pem)) {
                trusted.setCertificateEntry("extra-" + index++, certificate);
            }
            for (TrustManager manager : managers(null)) {
                if (manager instanceof X509TrustManager x509) {
                    for (Certificate certificate : x509.getAcceptedIssuers()) {
                        trusted.setCertificateEntry("jdk-" + index++, certificate);
                    }
                }
            }
            SSLContext context = SSLContext.getInstance("TLS", TLS_PROVIDER);
            context.init(null, managers(trusted), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new GuestException(
                    GuestFailure.USAGE, "the certificates to trust are not usable PEM", e);
        }
    }

    private static Collection<? extends Certificate> certificates(String pem)
            throws GeneralSecurityException, GuestException {
        Collection<? extends Certificate> certificates =
                CertificateFactory.getInstance("X.509", PROVIDER)
                        .generateCertificates(
                                new ByteArrayInputStream(pem.getBytes(StandardCharsets.UTF_8)));
        if (certificates.isEmpty()) {
            throw new GuestException(
                    GuestFailure.USAGE, "the certificates to trust hold no certificate");
        }
        return certificates;
    }

    private static TrustManager[] managers(@Nullable KeyStore store)
            throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX", TLS_PROVIDER);
        factory.init(store);
        return factory.getTrustManagers();
    }
}
