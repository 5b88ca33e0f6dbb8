package dev.fiducia.kbs.tls;

import dev.fiducia.crypto.CryptoSuite;
import dev.fiducia.crypto.EcCurve;
import dev.fiducia.crypto.HashAlgorithm;
import dev.fiducia.ha.file.OwnerOnly;

import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.InvalidKeyException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The certificate of a service that was given none. Made once and used from then on, because
/// clients pin it; made again, under the same key, only when it lacks a name that is configured now
/// or is about to expire.
final class SelfSignedCertificate {
    private static final Logger LOG = LoggerFactory.getLogger(SelfSignedCertificate.class);
    private static final Duration LIFETIME = Duration.ofDays(3650);
    private static final Duration RENEWAL = Duration.ofDays(30);
    private static final X500Name SUBJECT = new X500Name("CN=Fiducia");
    private static final int DNS = 2;
    private static final int IP = 7;

    private SelfSignedCertificate() {}

    static ServerCertificate openOrCreate(
            Path folder, CertificateNames names, CryptoSuite crypto, InstantSource clock)
            throws TlsException {
        Path keyFile = folder.resolve("private-key.pem");
        Path certificateFile = folder.resolve("certificate.pem");
        try {
            OwnerOnly.folder(folder);
            if (!Files.exists(certificateFile)) {
                create(keyFile, certificateFile, names, crypto, clock.instant());
            }
            OwnerOnly.check(keyFile);
            X509Certificate current = single(certificateFile, crypto);
            byte[] pkcs8 = Pem.read(Files.readAllBytes(keyFile), "PRIVATE KEY");
            if (!PemServerCertificate.belongsTo(pkcs8, current.getPublicKey(), keyFile, crypto)) {
                throw new TlsException(
                        keyFile
                                + " is not the key of "
                                + certificateFile
                                + ": remove both to have"
                                + " new ones made");
            }
            if (isStale(current, names, clock.instant())) {
                PrivateKey key = crypto.ecPrivateKey(pkcs8);
                current = sign(current.getPublicKey(), key, names, crypto, clock.instant());
                OwnerOnly.replace(certificateFile, pem(current));
                LOG.warn(
                        "made a new self-signed certificate in {} for {} {}: clients that pin the"
                                + " old one need it",
                        certificateFile,
                        names.hosts(),
                        names.addresses());
            }
            return PemServerCertificate.of(pkcs8, List.of(current));
        } catch (IOException | InvalidKeyException | CertificateException e) {
            throw new TlsException(
                    "the self-signed certificate in "
                            + folder
                            + " can't be used: "
                            + e.getMessage(),
                    e);
        }
    }

    /// The key last: a crash in between leaves no certificate, and both are made again.
    private static void create(
            Path keyFile,
            Path certificateFile,
            CertificateNames names,
            CryptoSuite crypto,
            Instant now)
            throws IOException, CertificateException {
        KeyPair pair = crypto.generateEc(EcCurve.P256);
        X509Certificate certificate = sign(pair.getPublic(), pair.getPrivate(), names, crypto, now);
        OwnerOnly.ensure(keyFile);
        OwnerOnly.replace(keyFile, Pem.write("PRIVATE KEY", pair.getPrivate().getEncoded()));
        OwnerOnly.create(certificateFile, pem(certificate));
        LOG.info(
                "made a self-signed certificate in {} for {} {}",
                certificateFile,
                names.hosts(),
                names.addresses());
    }

    private static X509Certificate single(Path file, CryptoSuite crypto) throws TlsException {
        return PemServerCertificate.chain(file, crypto).getFirst();
    }

    private static boolean isStale(X509Certificate certificate, CertificateNames names, Instant now)
            throws CertificateException {
        boolean expiring = now.plus(RENEWAL).isAfter(certificate.getNotAfter().toInstant());
        return expiring || !namesOf(certificate).containsAll(names);
    }

    private static CertificateNames namesOf(X509Certificate certificate)
            throws CertificateException {
        Set<String> hosts = new HashSet<>();
        Set<String> addresses = new HashSet<>();
        Collection<List<?>> names = certificate.getSubjectAlternativeNames();
        for (List<?> name : names == null ? List.<List<?>>of() : names) {
            String text = String.valueOf(name.get(1));
            if (Integer.valueOf(DNS).equals(name.get(0))) {
                hosts.add(text);
            } else if (Integer.valueOf(IP).equals(name.get(0))) {
                addresses.add(InetAddress.ofLiteral(text).getHostAddress());
            }
        }
        return new CertificateNames(hosts, addresses);
    }

    private static X509Certificate sign(
            PublicKey publicKey,
            PrivateKey privateKey,
            CertificateNames names,
            CryptoSuite crypto,
            Instant now)
            throws IOException, CertificateException {
        List<GeneralName> alternatives = new ArrayList<>();
        names.hosts().stream()
                .sorted()
                .forEach(h -> alternatives.add(new GeneralName(GeneralName.dNSName, h)));
        names.addresses().stream()
                .sorted()
                .forEach(a -> alternatives.add(new GeneralName(GeneralName.iPAddress, a)));
        X509v3CertificateBuilder builder =
                new X509v3CertificateBuilder(
                        SUBJECT,
                        new BigInteger(1, crypto.randomBytes(16)),
                        Date.from(now.minus(Duration.ofHours(1))),
                        Date.from(now.plus(LIFETIME)),
                        SUBJECT,
                        SubjectPublicKeyInfo.getInstance(publicKey.getEncoded()));
        // Rust's TLS libraries refuse an authority as a server's own certificate.
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
        builder.addExtension(
                Extension.extendedKeyUsage,
                false,
                new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
        builder.addExtension(
                Extension.subjectAlternativeName,
                false,
                new GeneralNames(alternatives.toArray(new GeneralName[0])));
        byte[] der = builder.build(new SuiteSigner(privateKey, crypto)).getEncoded();
        return crypto.certificate(der);
    }

    private static byte[] pem(X509Certificate certificate) throws CertificateException {
        return Pem.write("CERTIFICATE", certificate.getEncoded());
    }

    /// Lets the certificate builder sign by the service's own choice of provider.
    private static final class SuiteSigner implements ContentSigner {
        private final PrivateKey key;
        private final CryptoSuite crypto;
        private final java.io.ByteArrayOutputStream content = new java.io.ByteArrayOutputStream();

        SuiteSigner(PrivateKey key, CryptoSuite crypto) {
            this.key = key;
            this.crypto = crypto;
        }

        @Override
        public AlgorithmIdentifier getAlgorithmIdentifier() {
            return new AlgorithmIdentifier(X9ObjectIdentifiers.ecdsa_with_SHA256);
        }

        @Override
        public OutputStream getOutputStream() {
            return content;
        }

        @Override
        public byte[] getSignature() {
            return crypto.signEcdsa(key, HashAlgorithm.SHA256, content.toByteArray());
        }
    }
}
