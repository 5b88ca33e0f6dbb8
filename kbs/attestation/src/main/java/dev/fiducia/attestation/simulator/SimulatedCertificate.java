package dev.fiducia.attestation.simulator;

import dev.fiducia.attestation.snp.SnpProduct;
import dev.fiducia.attestation.snp.SnpTcb;
import dev.fiducia.crypto.CryptoSuite;

import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1Object;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERIA5String;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v3CertificateBuilder;

import java.io.IOException;
import java.math.BigInteger;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;

/// Makes one certificate of AMD's shape: RSASSA-PSS with SHA-384, and the extensions of endorsement
/// keys.
final class SimulatedCertificate {

    private static final String AMD = "1.3.6.1.4.1.3704.1.";

    private final String commonName;
    private final PublicKey key;
    private final Validity validity;
    private final ExtensionsGenerator extensions = new ExtensionsGenerator();

    /// The two ends of a certificate's life.
    record Validity(Instant from, Instant until) {}

    private SimulatedCertificate(String commonName, PublicKey key, Validity validity) {
        this.commonName = commonName;
        this.key = key;
        this.validity = validity;
    }

    static SimulatedCertificate of(String commonName, PublicKey key, Validity validity) {
        return new SimulatedCertificate(commonName, key, validity);
    }

    SimulatedCertificate authority() {
        return extension(Extension.basicConstraints, true, encoded(new BasicConstraints(true)))
                .extension(Extension.keyUsage, true, encoded(new KeyUsage(KeyUsage.keyCertSign)));
    }

    SimulatedCertificate product(SnpProduct product) {
        return amd("1", encoded(new ASN1Integer(0)))
                .amd("2", encoded(new DERIA5String(product.label())));
    }

    SimulatedCertificate tcb(SnpTcb tcb) {
        amd("3.1", integer(tcb.bootloader()));
        amd("3.2", integer(tcb.tee()));
        amd("3.3", integer(tcb.snp()));
        amd("3.8", integer(tcb.microcode()));
        tcb.fmcLevel().ifPresent(fmc -> amd("3.9", integer(fmc)));
        return this;
    }

    /// The bare bytes, as AMD does: this one extension is not DER.
    SimulatedCertificate hardwareId(byte[] id) {
        return amd("4", id);
    }

    SimulatedCertificate cspId(String id) {
        return amd("5", encoded(new DERIA5String(id)));
    }

    /// Signs the certificate. AMD numbers endorsement keys 0, and so does this.
    X509Certificate issue(String issuer, PrivateKey issuerKey, CryptoSuite crypto) {
        X509v3CertificateBuilder builder =
                new X509v3CertificateBuilder(
                        SimulatedX509.name(issuer),
                        BigInteger.ZERO,
                        Date.from(validity.from()),
                        Date.from(validity.until()),
                        SimulatedX509.name(commonName),
                        SubjectPublicKeyInfo.getInstance(key.getEncoded()));
        try {
            if (!extensions.isEmpty()) {
                Extensions all = extensions.generate();
                for (ASN1ObjectIdentifier oid : all.getExtensionOIDs()) {
                    builder.addExtension(all.getExtension(oid));
                }
            }
            return crypto.certificate(builder.build(new PssSigner(issuerKey, crypto)).getEncoded());
        } catch (IOException | CertificateException e) {
            throw new IllegalStateException("A certificate was made that can't be read", e);
        }
    }

    SimulatedCertificate amd(String arc, byte[] content) {
        return extension(new ASN1ObjectIdentifier(AMD + arc), false, content);
    }

    private SimulatedCertificate extension(
            ASN1ObjectIdentifier oid, boolean critical, byte[] content) {
        extensions.addExtension(oid, critical, content);
        return this;
    }

    private static byte[] integer(int value) {
        return encoded(new ASN1Integer(value));
    }

    private static byte[] encoded(ASN1Object value) {
        try {
            return value.getEncoded();
        } catch (IOException e) {
            throw new IllegalStateException("An ASN.1 value has no encoding", e);
        }
    }
}
