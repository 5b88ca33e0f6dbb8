package dev.fiducia.ha.audit.sink;

import dev.fiducia.ha.audit.SinkException;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.Optional;

import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;

/// Whom the collector's certificate has to be from, and what this side shows.
final class SyslogTls {
    private static final String TLS = "SunJSSE";
    private static final String STORES = "SUN";
    private static final char[] NONE = {};

    private SyslogTls() {}

    static SSLSocketFactory of(SyslogSettings settings) throws SinkException {
        try {
            SSLContext context = SSLContext.getInstance("TLS", TLS);
            context.init(keys(settings.client()), trust(settings.authority()), null);
            return context.getSocketFactory();
        } catch (GeneralSecurityException | IOException | IllegalArgumentException e) {
            throw new SinkException(
                    "the certificates for " + settings.shown() + " are not usable: " + e, e);
        }
    }

    private static javax.net.ssl.TrustManager[] trust(Path authority)
            throws GeneralSecurityException, IOException {
        KeyStore trusted = empty();
        int index = 0;
        for (Certificate certificate : certificates(authority)) {
            trusted.setCertificateEntry("authority-" + index++, certificate);
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX", TLS);
        factory.init(trusted);
        return factory.getTrustManagers();
    }

    private static KeyManager[] keys(Optional<SyslogSettings.Client> client)
            throws GeneralSecurityException, IOException {
        if (client.isEmpty()) {
            return new KeyManager[0];
        }
        KeyStore own = empty();
        Certificate[] chain = certificates(client.get().certificate()).toArray(Certificate[]::new);
        PrivateKey key = key(client.get().key(), chain[0].getPublicKey().getAlgorithm());
        own.setKeyEntry("client", key, NONE, chain);
        KeyManagerFactory factory = KeyManagerFactory.getInstance("NewSunX509", TLS);
        factory.init(own, NONE);
        return factory.getKeyManagers();
    }

    private static KeyStore empty() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12", STORES);
        store.load(null, null);
        return store;
    }

    private static Collection<? extends Certificate> certificates(Path pem)
            throws GeneralSecurityException, IOException {
        Collection<? extends Certificate> certificates =
                CertificateFactory.getInstance("X.509", STORES)
                        .generateCertificates(new ByteArrayInputStream(Files.readAllBytes(pem)));
        if (certificates.isEmpty()) {
            throw new GeneralSecurityException(pem + " holds no certificate");
        }
        return certificates;
    }

    private static PrivateKey key(Path pem, String algorithm)
            throws GeneralSecurityException, IOException {
        String text = Files.readString(pem, StandardCharsets.US_ASCII);
        String begin = "-----BEGIN PRIVATE KEY-----";
        int from = text.indexOf(begin);
        int to = text.indexOf("-----END PRIVATE KEY-----");
        if (from < 0 || to < from) {
            throw new GeneralSecurityException(pem + " is no PKCS #8 key in PEM, not encrypted");
        }
        byte[] der = Base64.getMimeDecoder().decode(text.substring(from + begin.length(), to));
        try {
            String provider = algorithm.equals("EC") ? "SunEC" : "SunRsaSign";
            return KeyFactory.getInstance(algorithm, provider)
                    .generatePrivate(new PKCS8EncodedKeySpec(der));
        } finally {
            Arrays.fill(der, (byte) 0);
        }
    }
}
