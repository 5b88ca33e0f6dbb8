package dev.fiducia.attestation.simulator;

import dev.fiducia.crypto.CryptoSuite;
import dev.fiducia.crypto.EcCurve;

import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;

import java.io.IOException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.cert.X509Certificate;

/// An authority for keys of devices: ECDSA on P-384 with SHA-384.
final class SimulatedDeviceAuthority {

    /// TCG DICE: TcbInfo.
    private static final ASN1ObjectIdentifier TCB_INFO = new ASN1ObjectIdentifier("2.23.133.5.4.1");

    private static final long SERIAL = 1;

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
        X500Name self = SimulatedX509.name(name);
        X509v3CertificateBuilder builder =
                SimulatedX509.builder(self, self, SERIAL, own.getPublic(), validity);
        return new SimulatedDeviceAuthority(
                crypto, own, validity, sign(authority(builder), own, crypto));
    }

    SimulatedDeviceAuthority intermediate(String name) {
        KeyPair own = crypto.generateEc(EcCurve.P384);
        X509v3CertificateBuilder builder = next(name, own.getPublic(), validity);
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
        X509v3CertificateBuilder builder = next(name, key, life);
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

    private X509v3CertificateBuilder next(
            String name, PublicKey key, SimulatedCertificate.Validity life) {
        X500Name issuer = SimulatedX509.subject(certificate);
        return SimulatedX509.builder(issuer, SimulatedX509.name(name), SERIAL, key, life);
    }

    private static X509Certificate sign(
            X509v3CertificateBuilder builder, KeyPair keys, CryptoSuite crypto) {
        return SimulatedX509.sign(builder, EcdsaSigner.sha384(keys.getPrivate(), crypto), crypto);
    }

    private static X509v3CertificateBuilder authority(X509v3CertificateBuilder builder) {
        return SimulatedX509.authority(builder, KeyUsage.keyCertSign);
    }
}
