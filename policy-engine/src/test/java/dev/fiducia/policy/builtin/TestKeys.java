package dev.fiducia.policy.builtin;

import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;
import org.jspecify.annotations.Nullable;

import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Provider;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;

/// Keys and certificates, made anew for each run.
final class TestKeys {
    static final Provider BC = new BouncyCastleProvider();
    static final Instant FROM = Instant.parse("2020-01-01T00:00:00Z");
    static final Instant TO = Instant.parse("2040-01-01T00:00:00Z");

    private TestKeys() {}

    static KeyPair rsa() {
        try {
            var generator = KeyPairGenerator.getInstance("RSA", BC);
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    static KeyPair ec(String curve) {
        try {
            var generator = KeyPairGenerator.getInstance("EC", BC);
            generator.initialize(new ECGenParameterSpec(curve));
            return generator.generateKeyPair();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    static KeyPair ed25519() {
        try {
            return KeyPairGenerator.getInstance("Ed25519", BC).generateKeyPair();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    static String pem(String type, byte[] der) {
        return "-----BEGIN "
                + type
                + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der)
                + "\n-----END "
                + type
                + "-----\n";
    }

    /// A certificate in the making; what is not said is as an authority has it.
    static final class Certificate {
        private final String subject;
        private final KeyPair key;
        private boolean authority = true;
        private int pathLength = -1;
        private Instant to = TO;
        private @Nullable GeneralName name;
        private @Nullable KeyPurposeId purpose;
        private @Nullable String permitted;
        private boolean strange;

        Certificate(String subject, KeyPair key) {
            this.subject = subject;
            this.key = key;
        }

        Certificate leaf(GeneralName value) {
            authority = false;
            name = value;
            return this;
        }

        Certificate pathLength(int value) {
            pathLength = value;
            return this;
        }

        Certificate until(Instant value) {
            to = value;
            return this;
        }

        Certificate purpose(KeyPurposeId value) {
            purpose = value;
            return this;
        }

        Certificate permitting(String domain) {
            permitted = domain;
            return this;
        }

        /// With a critical extension that nobody knows.
        Certificate strange() {
            strange = true;
            return this;
        }

        X509CertificateHolder signedBy(String issuer, KeyPair by) {
            try {
                var builder =
                        new JcaX509v3CertificateBuilder(
                                new X500Name(issuer),
                                new BigInteger("1234567890123456789012345"),
                                Date.from(FROM),
                                Date.from(to),
                                new X500Name(subject),
                                key.getPublic());
                builder.addExtension(
                        Extension.basicConstraints,
                        true,
                        authority && pathLength >= 0
                                ? new BasicConstraints(pathLength)
                                : new BasicConstraints(authority));
                builder.addExtension(
                        Extension.keyUsage,
                        true,
                        new KeyUsage(authority ? KeyUsage.keyCertSign : KeyUsage.digitalSignature));
                if (name != null) {
                    builder.addExtension(
                            Extension.subjectAlternativeName, false, new GeneralNames(name));
                }
                if (purpose != null) {
                    builder.addExtension(
                            Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purpose));
                }
                if (permitted != null) {
                    var tree = new GeneralSubtree(new GeneralName(GeneralName.dNSName, permitted));
                    builder.addExtension(
                            Extension.nameConstraints,
                            true,
                            new NameConstraints(new GeneralSubtree[] {tree}, null));
                }
                if (strange) {
                    builder.addExtension(
                            new org.bouncycastle.asn1.ASN1ObjectIdentifier("1.2.3.4.5"),
                            true,
                            new byte[] {5, 0});
                }
                return builder.build(
                        new JcaContentSignerBuilder("SHA256with" + scheme(by))
                                .setProvider(BC)
                                .build(by.getPrivate()));
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        }
    }

    static String scheme(KeyPair by) {
        return by.getPrivate().getAlgorithm().startsWith("EC") ? "ECDSA" : "RSA";
    }

    static String pem(X509CertificateHolder certificate) {
        try {
            return pem("CERTIFICATE", certificate.getEncoded());
        } catch (java.io.IOException e) {
            throw new AssertionError(e);
        }
    }

    static byte[] request(String subject, KeyPair key) {
        try {
            return new JcaPKCS10CertificationRequestBuilder(new X500Name(subject), key.getPublic())
                    .build(
                            new JcaContentSignerBuilder("SHA256with" + scheme(key))
                                    .setProvider(BC)
                                    .build(key.getPrivate()))
                    .getEncoded();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
