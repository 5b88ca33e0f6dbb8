package dev.fiducia.attestation.simulator;

import dev.fiducia.crypto.CryptoSuite;
import dev.fiducia.crypto.EcCurve;

import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.CRLNumber;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.operator.ContentSigner;

import java.io.IOException;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;

/// Simulates those who vouch for host keys: a root, an authority below it, and the signing key,
/// which has the name that IBM's have, since nothing else is accepted. Whoever names this root
/// trusts simulated machines.
public final class SimulatedIbm {

    private static final int RSA_BITS = 2048;
    private static final String ARMONK = "Armonk";
    private static final String POUGHKEEPSIE = "Poughkeepsie";

    private final CryptoSuite crypto;
    private final SimulatedCertificate.Validity validity;
    private final Authority root;
    private final Authority authority;
    private final Authority signer;
    private long nextSerial = 100;

    /// A key with its certificate.
    private record Authority(KeyPair keys, X509Certificate certificate, X500Name name) {}

    private SimulatedIbm(CryptoSuite crypto, SimulatedCertificate.Validity validity) {
        this.crypto = crypto;
        this.validity = validity;
        KeyPair rootKeys = crypto.generateEc(EcCurve.P384);
        X500Name rootName = SimulatedX509.name("Simulated root");
        this.root =
                new Authority(
                        rootKeys,
                        certificate(
                                rootName, rootName, rootKeys.getPublic(), true, ec(rootKeys), 1),
                        rootName);
        KeyPair keys = crypto.generateEc(EcCurve.P384);
        X500Name name = SimulatedX509.name("Simulated authority");
        this.authority =
                new Authority(
                        keys,
                        certificate(rootName, name, keys.getPublic(), true, ec(rootKeys), 2),
                        name);
        KeyPair signing = crypto.generateRsa(RSA_BITS);
        X500Name signingName = signingName(POUGHKEEPSIE, "Simulated Z Host Key Signing Service");
        this.signer =
                new Authority(
                        signing,
                        certificate(name, signingName, signing.getPublic(), false, ec(keys), 3),
                        signingName);
    }

    /// New keys all the way, valid from a day before now.
    public static SimulatedIbm create(Instant now, CryptoSuite crypto) {
        return new SimulatedIbm(crypto, SimulatedAmd.validity(now));
    }

    /// The root, for the configuration of a service that shall trust its machines.
    public String rootPem() {
        return Pem.certificates(root.certificate());
    }

    /// The signing key and the authority above it.
    public String certificatesPem() {
        return Pem.certificates(signer.certificate(), authority.certificate());
    }

    /// The document of a machine's key. Its issuer's name differs from the signer's own, as IBM's
    /// do.
    X509Certificate hostKeyDocument(PublicKey hostKey) {
        return hostKeyDocument(hostKey, validity);
    }

    X509Certificate hostKeyDocument(PublicKey hostKey, SimulatedCertificate.Validity period) {
        return hostKeyDocument(
                hostKey, period, signingName(ARMONK, "Simulated Z Host Key Signing Service"));
    }

    X509Certificate hostKeyDocument(
            PublicKey hostKey, SimulatedCertificate.Validity period, X500Name issuer) {
        X509v3CertificateBuilder builder =
                SimulatedX509.builder(
                        issuer,
                        SimulatedX509.name("Simulated machine"),
                        nextSerial++,
                        hostKey,
                        period);
        RsaSigner signing = new RsaSigner(signer.keys().getPrivate(), crypto);
        return SimulatedX509.sign(builder, signing, crypto);
    }

    /// What the root, the authority and the signing key revoked: one list of each, PEM.
    String lists(SimulatedCertificate.Validity period, X509Certificate... revoked) {
        return rootList(period, revoked)
                + authorityList(period, revoked)
                + signerList(period, revoked);
    }

    /// Lists that revoke nothing.
    public String lists() {
        return lists(validity);
    }

    String rootList(SimulatedCertificate.Validity period, X509Certificate... revoked) {
        return list(root.name(), ec(root.keys()), period, revoked);
    }

    String authorityList(SimulatedCertificate.Validity period, X509Certificate... revoked) {
        return list(authority.name(), ec(authority.keys()), period, revoked);
    }

    /// Its issuer's name has another order and place than the signing key's own, as IBM's does.
    String signerList(SimulatedCertificate.Validity period, X509Certificate... revoked) {
        X500Name name =
                new X500NameBuilder()
                        .addRDN(BCStyle.CN, "International Business Machines Corporation")
                        .addRDN(BCStyle.OU, "Simulated Z Host Key Signing Service")
                        .addRDN(BCStyle.O, "International Business Machines Corporation")
                        .addRDN(BCStyle.L, ARMONK)
                        .addRDN(BCStyle.ST, "New York")
                        .addRDN(BCStyle.C, "US")
                        .build();
        return list(name, new RsaSigner(signer.keys().getPrivate(), crypto), period, revoked);
    }

    X509Certificate authorityCertificate() {
        return authority.certificate();
    }

    X509Certificate signerCertificate() {
        return signer.certificate();
    }

    SimulatedCertificate.Validity validity() {
        return validity;
    }

    static X500Name signingName(String locality, String unit) {
        return new X500NameBuilder()
                .addRDN(BCStyle.C, "US")
                .addRDN(BCStyle.ST, "New York")
                .addRDN(BCStyle.L, locality)
                .addRDN(BCStyle.O, "International Business Machines Corporation")
                .addRDN(BCStyle.OU, unit)
                .addRDN(BCStyle.CN, "International Business Machines Corporation")
                .build();
    }

    private String list(
            X500Name issuer,
            ContentSigner signing,
            SimulatedCertificate.Validity period,
            X509Certificate... revoked) {
        X509v2CRLBuilder builder = new X509v2CRLBuilder(issuer, Date.from(period.from()));
        builder.setNextUpdate(Date.from(period.until()));
        Arrays.stream(revoked)
                .forEach(one ->
                        builder.addCRLEntry(
                                one.getSerialNumber(),
                                Date.from(period.from()),
                                CRLReason.keyCompromise));
        try {
            builder.addExtension(Extension.cRLNumber, false, new CRLNumber(BigInteger.ONE));
            return Pem.list(builder.build(signing).getEncoded());
        } catch (IOException e) {
            throw new IllegalStateException("A CRL has no encoding", e);
        }
    }

    private X509Certificate certificate(
            X500Name issuer,
            X500Name subject,
            PublicKey key,
            boolean isAuthority,
            ContentSigner signing,
            long serial) {
        X509v3CertificateBuilder builder =
                SimulatedX509.builder(issuer, subject, serial, key, validity);
        int usage =
                isAuthority ? KeyUsage.keyCertSign | KeyUsage.cRLSign : KeyUsage.digitalSignature;
        return SimulatedX509.sign(
                SimulatedX509.constrained(builder, isAuthority, usage), signing, crypto);
    }

    private ContentSigner ec(KeyPair keys) {
        return EcdsaSigner.sha384(keys.getPrivate(), crypto);
    }
}
