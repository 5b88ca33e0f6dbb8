package dev.fiducia.attestation.simulator;

import dev.fiducia.crypto.CryptoSuite;

import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.operator.ContentSigner;

import java.io.IOException;
import java.math.BigInteger;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Date;

/// What certificates of all simulated authorities have in common: above all, names that say what
/// they are.
final class SimulatedX509 {

    private SimulatedX509() {}

    /// A name that nobody takes for a vendor's.
    static X500Name name(String commonName) {
        return new X500NameBuilder()
                .addRDN(BCStyle.OU, "Not hardware")
                .addRDN(BCStyle.O, "Fiducia simulator")
                .addRDN(BCStyle.CN, commonName)
                .build();
    }

    /// The subject of a certificate, to be the issuer of another.
    static X500Name subject(X509Certificate certificate) {
        return X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded());
    }

    /// A certificate in the making, without extensions.
    static X509v3CertificateBuilder builder(
            X500Name issuer,
            X500Name subject,
            long serial,
            PublicKey key,
            SimulatedCertificate.Validity validity) {
        return new X509v3CertificateBuilder(
                issuer,
                BigInteger.valueOf(serial),
                Date.from(validity.from()),
                Date.from(validity.until()),
                subject,
                SubjectPublicKeyInfo.getInstance(key.getEncoded()));
    }

    /// The same for an authority.
    ///
    /// @param usage bits of [KeyUsage]
    static X509v3CertificateBuilder authority(X509v3CertificateBuilder builder, int usage) {
        return constrained(builder, true, usage);
    }

    /// The same with what it says that its key may do.
    ///
    /// @param usage bits of [KeyUsage]
    static X509v3CertificateBuilder constrained(
            X509v3CertificateBuilder builder, boolean isAuthority, int usage) {
        try {
            return builder.addExtension(
                            Extension.basicConstraints, true, new BasicConstraints(isAuthority))
                    .addExtension(Extension.keyUsage, true, new KeyUsage(usage));
        } catch (IOException e) {
            throw new IllegalStateException("An extension has no encoding", e);
        }
    }

    /// The certificate.
    static X509Certificate sign(
            X509v3CertificateBuilder builder, ContentSigner signer, CryptoSuite crypto) {
        try {
            return crypto.certificate(builder.build(signer).getEncoded());
        } catch (IOException | CertificateException e) {
            throw new IllegalStateException("A certificate was made that can't be read", e);
        }
    }
}
