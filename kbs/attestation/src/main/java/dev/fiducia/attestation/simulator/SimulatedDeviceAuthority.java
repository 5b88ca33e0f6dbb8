package dev.fiducia.attestation.simulator;

import dev.fiducia.crypto.CryptoSuite;
import dev.fiducia.crypto.EcCurve;

import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v3CertificateBuilder;

import java.io.IOException;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Date;

/// An authority for keys of devices: ECDSA on P-384 with SHA-384.
final class SimulatedDeviceAuthority {

    /// TCG DICE: TcbInfo.
    private static final ASN1ObjectIdentifier TCB_INFO = new ASN1ObjectIdentifier("2.23.133.5.4.1");

    private final CryptoSuite crypto;
    private final KeyPair keys;
    private final SimulatedCertificate.Validity validity;
    private final X509Certificate certificate;

    private SimulatedDeviceAuthority(
            CryptoSuite crypto,
            KeyPair keys,
            SimulatedCertificate.Validity validity,
            X509Certificate certificate) {
        this.crypto = crypto;
        this.keys = keys;
        this.validity = validity;
        this.certificate = certificate;
    }

    static SimulatedDeviceAuthority root(
            String name, SimulatedCertificate.Validity validity, CryptoSuite crypto) {
        KeyPair own = crypto.generateEc(EcCurve.P384);
        X509v3CertificateBuilder builder =
                builder(name(name), name(name), own.getPublic(), validity);
        return new SimulatedDeviceAuthority(
                crypto, own, validity, sign(authority(builder), own, crypto));
    }

    SimulatedDeviceAuthority intermediate(String name) {
        KeyPair own = crypto.generateEc(EcCurve.P384);
        X509v3CertificateBuilder builder =
                builder(subject(), name(name), own.getPublic(), validity);
        return new SimulatedDeviceAuthority(
                crypto, own, validity, sign(authority(builder), keys, crypto));
    }

    /// A device that certifies keys of its own: no authority as X.509 has them.
    SimulatedDeviceAuthority device(String name, byte[] tcbInfo) {
        KeyPair own = crypto.generateEc(EcCurve.P384);
        return new SimulatedDeviceAuthority(
                crypto, own, validity, issue(name, own.getPublic(), tcbInfo));
    }

    X509Certificate certificate() {
        return certificate;
    }

    /// A certificate for a key that signs no others, with this content of TcbInfo.
    X509Certificate issue(
            String name, PublicKey key, SimulatedCertificate.Validity life, byte[] tcbInfo) {
        X509v3CertificateBuilder builder = builder(subject(), name(name), key, life);
        try {
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
            if (tcbInfo.length > 0) {
                builder.addExtension(new Extension(TCB_INFO, false, tcbInfo));
            }
        } catch (IOException e) {
            throw new IllegalStateException("An extension has no encoding", e);
        }
        return sign(builder, keys, crypto);
    }

    X509Certificate issue(String name, PublicKey key, byte[] tcbInfo) {
        return issue(name, key, validity, tcbInfo);
    }

    private X500Name subject() {
        return X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded());
    }

    private static X509v3CertificateBuilder builder(
            X500Name issuer,
            X500Name subject,
            PublicKey key,
            SimulatedCertificate.Validity validity) {
        return new X509v3CertificateBuilder(
                issuer,
                BigInteger.ONE,
                Date.from(validity.from()),
                Date.from(validity.until()),
                subject,
                SubjectPublicKeyInfo.getInstance(key.getEncoded()));
    }

    private static X509v3CertificateBuilder authority(X509v3CertificateBuilder builder) {
        try {
            return builder.addExtension(
                            Extension.basicConstraints, true, new BasicConstraints(true))
                    .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign));
        } catch (IOException e) {
            throw new IllegalStateException("An extension has no encoding", e);
        }
    }

    private static X509Certificate sign(
            X509v3CertificateBuilder builder, KeyPair keys, CryptoSuite crypto) {
        try {
            return crypto.certificate(
                    builder.build(EcdsaSigner.sha384(keys.getPrivate(), crypto)).getEncoded());
        } catch (IOException | CertificateException e) {
            throw new IllegalStateException("A certificate was made that can't be read", e);
        }
    }

    private static X500Name name(String commonName) {
        return new X500NameBuilder()
                .addRDN(BCStyle.OU, "Not hardware")
                .addRDN(BCStyle.O, "Fiducia simulator")
                .addRDN(BCStyle.CN, commonName)
                .build();
    }
}
