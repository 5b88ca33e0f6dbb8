package dev.fiducia.attestation.simulator;

import dev.fiducia.crypto.CryptoSuite;
import dev.fiducia.crypto.EcCurve;

import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLNumber;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.cert.X509v3CertificateBuilder;

import java.io.IOException;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.Date;
import java.util.List;
import java.util.Optional;

/// A simulated authority of Intel's: it issues certificates and lists of revoked ones.
///
/// Names are Intel's but for organisation and unit, which say that they are simulated.
final class SimulatedIntelAuthority {

    private static final String SGX_EXTENSION = "1.2.840.113741.1.13.1";

    private final CryptoSuite crypto;
    private final SimulatedCertificate.Validity validity;
    private final KeyPair keys;
    private final X509Certificate certificate;
    private long nextSerial = 1;

    private SimulatedIntelAuthority(
            CryptoSuite crypto,
            SimulatedCertificate.Validity validity,
            KeyPair keys,
            X509Certificate certificate) {
        this.crypto = crypto;
        this.validity = validity;
        this.keys = keys;
        this.certificate = certificate;
    }

    static SimulatedIntelAuthority root(
            String name, SimulatedCertificate.Validity validity, CryptoSuite crypto) {
        KeyPair keys = crypto.generateEc(EcCurve.P256);
        X500Name self = SimulatedX509.name(name);
        X509v3CertificateBuilder builder =
                SimulatedX509.builder(self, self, 0, keys.getPublic(), validity);
        return new SimulatedIntelAuthority(
                crypto, validity, keys, sign(authority(builder), keys, crypto));
    }

    SimulatedIntelAuthority intermediate(String name) {
        KeyPair own = crypto.generateEc(EcCurve.P256);
        X509v3CertificateBuilder builder = next(name, own.getPublic());
        return new SimulatedIntelAuthority(
                crypto, validity, own, sign(authority(builder), keys, crypto));
    }

    X509Certificate certificate() {
        return certificate;
    }

    /// A certificate for a key that signs no others.
    X509Certificate issue(String name, PublicKey key, Optional<ASN1Encodable> sgxExtension) {
        X509v3CertificateBuilder builder = next(name, key);
        try {
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
            builder.addExtension(
                    Extension.keyUsage,
                    true,
                    new KeyUsage(KeyUsage.digitalSignature | KeyUsage.nonRepudiation));
            if (sgxExtension.isPresent()) {
                builder.addExtension(
                        new ASN1ObjectIdentifier(SGX_EXTENSION), false, sgxExtension.get());
            }
        } catch (IOException e) {
            throw new IllegalStateException("An extension has no encoding", e);
        }
        return sign(builder, keys, crypto);
    }

    /// A CRL with these certificates in it, DER.
    byte[] revoke(List<X509Certificate> revoked, SimulatedIntel.Edition edition) {
        X509v2CRLBuilder builder =
                new X509v2CRLBuilder(
                        SimulatedX509.subject(certificate), Date.from(edition.issued()));
        builder.setNextUpdate(Date.from(edition.nextUpdate()));
        for (X509Certificate one : revoked) {
            builder.addCRLEntry(
                    one.getSerialNumber(), Date.from(validity.from()), CRLReason.keyCompromise);
        }
        try {
            builder.addExtension(
                    Extension.cRLNumber,
                    false,
                    new CRLNumber(BigInteger.valueOf(edition.number())));
            builder.addExtension(
                    Extension.authorityKeyIdentifier,
                    false,
                    new AuthorityKeyIdentifier(new byte[20]));
            return builder.build(new EcdsaSigner(keys.getPrivate(), crypto)).getEncoded();
        } catch (IOException e) {
            throw new IllegalStateException("A CRL has no encoding", e);
        }
    }

    private X509v3CertificateBuilder next(String name, PublicKey key) {
        return SimulatedX509.builder(
                SimulatedX509.subject(certificate),
                SimulatedX509.name(name),
                nextSerial++,
                key,
                validity);
    }

    private static X509v3CertificateBuilder authority(X509v3CertificateBuilder builder) {
        return SimulatedX509.authority(builder, KeyUsage.keyCertSign | KeyUsage.cRLSign);
    }

    private static X509Certificate sign(
            X509v3CertificateBuilder builder, KeyPair keys, CryptoSuite crypto) {
        return SimulatedX509.sign(builder, new EcdsaSigner(keys.getPrivate(), crypto), crypto);
    }
}
