package dev.fiducia.initdata.lint;

import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Certificates for the tests, each made once: ten years from the start of the tests' clock unless
/// told otherwise.
public record TestCertificate(
        String key,
        String signature,
        boolean authority,
        List<String> names,
        int days,
        String within) {

    /// The time by which the tests judge.
    public static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");

    private static final Map<TestCertificate, String> MADE = new ConcurrentHashMap<>();
    private static final BouncyCastleProvider PROVIDER = new BouncyCastleProvider();

    public static TestCertificate server(String... names) {
        return new TestCertificate("EC256", "SHA256withECDSA", false, List.of(names), 3650, "");
    }

    public TestCertificate asAuthority() {
        return new TestCertificate(key, signature, true, names, days, within);
    }

    public TestCertificate expiringAfterDays(int days) {
        return new TestCertificate(key, signature, authority, names, days, within);
    }

    TestCertificate constrainedTo(String name) {
        return new TestCertificate(key, signature, authority, names, days, name);
    }

    TestCertificate rsa(int bits, String signature) {
        return new TestCertificate("RSA" + bits, signature, authority, names, days, within);
    }

    /// PEM with lines of 64 characters.
    public String pem() {
        return MADE.computeIfAbsent(this, TestCertificate::make);
    }

    private static String make(TestCertificate wanted) {
        try {
            KeyPairGenerator generator =
                    KeyPairGenerator.getInstance(
                            wanted.key.substring(0, 2).equals("EC") ? "EC" : "RSA", PROVIDER);
            generator.initialize(Integer.parseInt(wanted.key.replaceAll("[A-Z]", "")));
            return encode(wanted, generator.generateKeyPair());
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static String encode(TestCertificate wanted, KeyPair keys) throws Exception {
        X500Name name = new X500Name("CN=test");
        var builder =
                new JcaX509v3CertificateBuilder(
                        name,
                        BigInteger.ONE,
                        Date.from(NOW.minusSeconds(86_400L * 400)),
                        Date.from(NOW.plusSeconds(86_400L * wanted.days)),
                        name,
                        keys.getPublic());
        List<GeneralName> names = new ArrayList<>();
        for (String each : wanted.names) {
            boolean isAddress = each.matches("[0-9.]+");
            names.add(
                    new GeneralName(isAddress ? GeneralName.iPAddress : GeneralName.dNSName, each));
        }
        if (!names.isEmpty()) {
            GeneralNames all = new GeneralNames(names.toArray(GeneralName[]::new));
            builder.addExtension(Extension.subjectAlternativeName, false, all);
        }
        builder.addExtension(
                Extension.basicConstraints, true, new BasicConstraints(wanted.authority));
        if (!wanted.within.isEmpty()) {
            GeneralSubtree tree =
                    new GeneralSubtree(new GeneralName(GeneralName.dNSName, wanted.within));
            builder.addExtension(
                    Extension.nameConstraints,
                    true,
                    new NameConstraints(new GeneralSubtree[] {tree}, null));
        }
        var signer =
                new JcaContentSignerBuilder(wanted.signature)
                        .setProvider(PROVIDER)
                        .build(keys.getPrivate());
        byte[] der = builder.build(signer).getEncoded();
        String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN CERTIFICATE-----\n" + lines + "\n-----END CERTIFICATE-----\n";
    }
}
