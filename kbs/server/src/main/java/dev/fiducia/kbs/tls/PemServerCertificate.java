package dev.fiducia.kbs.tls;

import dev.fiducia.crypto.CryptoSuite;
import dev.fiducia.crypto.HashAlgorithm;
import dev.fiducia.ha.seal.SecretBytes;
import dev.fiducia.kbs.config.KeyAndCertificate;

import org.bouncycastle.util.io.pem.PemObject;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.InvalidKeyException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/// Reads the configured key and certificate chain, and proves that they belong together by a
/// signature.
final class PemServerCertificate {
    private static final Logger LOG = LoggerFactory.getLogger(PemServerCertificate.class);
    private static final int MAX_BYTES = 1 << 20;
    private static final byte[] PROBE = "fiducia".getBytes(StandardCharsets.US_ASCII);

    private PemServerCertificate() {}

    static ServerCertificate load(KeyAndCertificate files, CryptoSuite crypto, InstantSource clock)
            throws TlsException {
        List<X509Certificate> chain = chain(files.certificate(), crypto);
        byte[] pkcs8 = pkcs8(files.privateKey());
        X509Certificate leaf = chain.getFirst();
        if (!belongsTo(pkcs8, leaf.getPublicKey(), files.privateKey(), crypto)) {
            throw new TlsException(
                    files.privateKey()
                            + " is not the key of the first certificate in "
                            + files.certificate());
        }
        warnIfNotCurrent(leaf, files.certificate(), clock);
        return of(pkcs8, chain);
    }

    static ServerCertificate of(byte[] pkcs8, List<X509Certificate> chain) throws TlsException {
        StringBuilder pem = new StringBuilder();
        for (X509Certificate certificate : chain) {
            try {
                byte[] block = Pem.write("CERTIFICATE", certificate.getEncoded());
                pem.append(new String(block, StandardCharsets.US_ASCII));
            } catch (CertificateException e) {
                throw new TlsException("a certificate can't be encoded", e);
            }
        }
        return new ServerCertificate(
                SecretBytes.takeFrom(Pem.write("PRIVATE KEY", pkcs8)), chain, pem.toString());
    }

    static List<X509Certificate> chain(Path file, CryptoSuite crypto) throws TlsException {
        List<X509Certificate> chain = new ArrayList<>();
        try {
            for (PemObject block : Pem.blocks(read(file))) {
                if (block.getType().equals("CERTIFICATE")) {
                    chain.add(crypto.certificate(block.getContent()));
                }
            }
        } catch (CertificateException e) {
            throw new TlsException(
                    file + ": certificate " + (chain.size() + 1) + " is malformed", e);
        } catch (IOException e) {
            throw new TlsException(file + ": " + e.getMessage(), e);
        }
        if (chain.isEmpty()) {
            throw new TlsException(file + ": no PEM block \"CERTIFICATE\" in it");
        }
        return chain;
    }

    /// The private key in PKCS #8, from that or from the older forms of RSA and EC keys.
    static byte[] pkcs8(Path file) throws TlsException {
        try {
            for (PemObject block : Pem.blocks(read(file))) {
                switch (block.getType()) {
                    case "PRIVATE KEY" -> {
                        return block.getContent();
                    }
                    case "EC PRIVATE KEY" -> {
                        return Pkcs8.ofEc(block.getContent());
                    }
                    case "RSA PRIVATE KEY" -> {
                        if (!block.getHeaders().isEmpty()) {
                            throw encrypted(file);
                        }
                        return Pkcs8.ofRsa(block.getContent());
                    }
                    case "ENCRYPTED PRIVATE KEY" -> throw encrypted(file);
                    default -> {
                        // Parameters or certificates in the same file.
                    }
                }
            }
        } catch (IOException e) {
            throw new TlsException(file + ": " + e.getMessage(), e);
        }
        throw new TlsException(file + ": no PEM block \"PRIVATE KEY\" in it");
    }

    static boolean belongsTo(byte[] pkcs8, PublicKey key, Path file, CryptoSuite crypto)
            throws TlsException {
        try {
            return switch (key) {
                case ECPublicKey ec -> {
                    PrivateKey own = crypto.ecPrivateKey(pkcs8);
                    byte[] signature = crypto.signEcdsa(own, HashAlgorithm.SHA256, PROBE);
                    yield crypto.verifyEcdsa(ec, HashAlgorithm.SHA256, PROBE, signature);
                }
                case RSAPublicKey rsa -> {
                    PrivateKey own = crypto.rsaPrivateKey(pkcs8);
                    byte[] signature = crypto.signRsaPss(own, HashAlgorithm.SHA256, PROBE);
                    yield crypto.verifyRsaPss(rsa, HashAlgorithm.SHA256, PROBE, signature);
                }
                default ->
                        throw new TlsException(file + ": only EC and RSA keys can serve TLS here");
            };
        } catch (InvalidKeyException | IllegalArgumentException e) {
            LOG.debug("{} does not fit its certificate", file, e);
            return false;
        }
    }

    private static void warnIfNotCurrent(X509Certificate leaf, Path file, InstantSource clock) {
        Instant now = clock.instant();
        Instant begin = leaf.getNotBefore().toInstant();
        Instant end = leaf.getNotAfter().toInstant();
        if (now.isAfter(end) || now.isBefore(begin)) {
            LOG.warn(
                    "{}: the certificate is valid from {} to {}: clients will refuse it now",
                    file,
                    begin,
                    end);
        }
    }

    private static TlsException encrypted(Path file) {
        return new TlsException(
                file + ": the key is encrypted; decrypt it: openssl pkey -in KEY -out PLAIN");
    }

    private static byte[] read(Path file) throws IOException {
        if (!Files.exists(file)) {
            throw new IOException("no such file");
        }
        if (Files.size(file) > MAX_BYTES) {
            throw new IOException("larger than 1 MiB");
        }
        return Files.readAllBytes(file);
    }
}
