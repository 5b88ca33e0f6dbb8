package dev.fiducia.attestation.token;

import dev.fiducia.crypto.CryptoPreference;
import dev.fiducia.crypto.CryptoSuite;
import dev.fiducia.crypto.EcCurve;

import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

import java.math.BigInteger;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;

/// A certificate authority made on the spot.
record TestPki(X500Name name, KeyPair keys, X509Certificate certificate) {
    static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
    static final CryptoSuite CRYPTO = CryptoSuite.create(CryptoPreference.AUTO);

    private static long serial = 1;

    static TestPki root(String name) {
        return root(name, NOW.minus(Duration.ofDays(30)), NOW.plus(Duration.ofDays(300)));
    }

    static TestPki root(String name, Instant from, Instant to) {
        X500Name subject = new X500Name("CN=" + name);
        KeyPair keys = CRYPTO.generateEc(EcCurve.P256);
        return new TestPki(subject, keys, issue(subject, keys, subject, keys, true, from, to));
    }

    TestPki intermediate(String child) {
        X500Name subject = new X500Name("CN=" + child);
        KeyPair childKeys = CRYPTO.generateEc(EcCurve.P256);
        return new TestPki(
                subject,
                childKeys,
                issue(name, keys, subject, childKeys, true, validFrom(), validTo()));
    }

    X509Certificate leaf(KeyPair leafKeys) {
        return leaf(leafKeys, validFrom(), validTo());
    }

    X509Certificate leaf(KeyPair leafKeys, Instant from, Instant to) {
        return issue(name, keys, new X500Name("CN=leaf"), leafKeys, false, from, to);
    }

    private static Instant validFrom() {
        return NOW.minus(Duration.ofDays(1));
    }

    private static Instant validTo() {
        return NOW.plus(Duration.ofDays(1));
    }

    private static synchronized X509Certificate issue(
            X500Name issuer,
            KeyPair issuerKeys,
            X500Name subject,
            KeyPair subjectKeys,
            boolean isCa,
            Instant from,
            Instant to) {
        try {
            var builder =
                    new JcaX509v3CertificateBuilder(
                            issuer,
                            BigInteger.valueOf(serial++),
                            Date.from(from),
                            Date.from(to),
                            subject,
                            subjectKeys.getPublic());
            if (isCa) {
                builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
            }
            var signer =
                    new JcaContentSignerBuilder("SHA256withECDSA")
                            .setProvider("SunEC")
                            .build(issuerKeys.getPrivate());
            return CRYPTO.certificate(builder.build(signer).getEncoded());
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
