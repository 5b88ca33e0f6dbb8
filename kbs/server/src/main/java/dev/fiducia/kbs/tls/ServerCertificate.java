package dev.fiducia.kbs.tls;

import dev.fiducia.crypto.CryptoSuite;
import dev.fiducia.ha.seal.SecretBytes;
import dev.fiducia.kbs.config.HttpServerConfig;
import dev.fiducia.kbs.config.StoreConfig;

import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.List;

/// What the listener presents: a private key in PKCS #8 PEM and a certificate chain, leaf first.
/// Both are known to fit together.
public record ServerCertificate(
        SecretBytes privateKeyPem, List<X509Certificate> chain, String chainPem) {

    public ServerCertificate {
        chain = List.copyOf(chain);
    }

    /// The configured pair, or the one that was or is now made in `tls` beneath the store.
    public static ServerCertificate loadOrCreate(
            HttpServerConfig http, StoreConfig store, CryptoSuite crypto, InstantSource clock)
            throws TlsException {
        return http.certificate().isPresent()
                ? PemServerCertificate.load(http.certificate().get(), crypto, clock)
                : SelfSignedCertificate.openOrCreate(
                        store.path().resolve("tls"), CertificateNames.of(http), crypto, clock);
    }

    /// The certificates as PEM bytes.
    public byte[] chainPemBytes() {
        return chainPem.getBytes(StandardCharsets.US_ASCII);
    }
}
