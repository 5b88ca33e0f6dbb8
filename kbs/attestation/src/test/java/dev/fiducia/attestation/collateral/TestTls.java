package dev.fiducia.attestation.collateral;

import dev.fiducia.attestation.evidence.PemCertificates;
import dev.fiducia.attestation.simulator.Simulation;
import dev.fiducia.crypto.EcCurve;

import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/// A TLS identity for 127.0.0.1 that certifies itself.
public record TestTls(SSLContext context, String rootPem) {

    public static TestTls create() {
        try {
            KeyPair keys = Simulation.CRYPTO.generateEc(EcCurve.P256);
            X500Name name = new X500Name("CN=test");
            Instant now = Instant.now();
            var builder =
                    new JcaX509v3CertificateBuilder(
                            name,
                            BigInteger.valueOf(now.toEpochMilli()),
                            Date.from(now.minus(Duration.ofDays(1))),
                            Date.from(now.plus(Duration.ofDays(1))),
                            name,
                            keys.getPublic());
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
            builder.addExtension(
                    Extension.subjectAlternativeName,
                    false,
                    new GeneralNames(new GeneralName(GeneralName.iPAddress, "127.0.0.1")));
            X509Certificate certificate =
                    Simulation.CRYPTO.certificate(
                            builder.build(
                                            new JcaContentSignerBuilder("SHA256withECDSA")
                                                    .setProvider("SunEC")
                                                    .build(keys.getPrivate()))
                                    .getEncoded());
            KeyStore store = KeyStore.getInstance("PKCS12", "SunJSSE");
            store.load(null, null);
            store.setKeyEntry(
                    "server", keys.getPrivate(), new char[0], new Certificate[] {certificate});
            KeyManagerFactory managers = KeyManagerFactory.getInstance("SunX509", "SunJSSE");
            managers.init(store, new char[0]);
            SSLContext context = SSLContext.getInstance("TLS", "SunJSSE");
            context.init(managers.getKeyManagers(), null, null);
            return new TestTls(context, PemCertificates.write(List.of(certificate)));
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
