package dev.fiducia.attestation.simulator;

import dev.fiducia.crypto.CryptoSuite;
import dev.fiducia.crypto.HashAlgorithm;

import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.operator.ContentSigner;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.security.PrivateKey;

/// ECDSA with SHA-256 or SHA-384, for Bouncy Castle's builders of certificates and CRLs.
final class EcdsaSigner implements ContentSigner {

    private final ByteArrayOutputStream content = new ByteArrayOutputStream();
    private final PrivateKey key;
    private final ASN1ObjectIdentifier algorithm;
    private final HashAlgorithm hash;
    private final CryptoSuite crypto;

    private EcdsaSigner(
            PrivateKey key,
            ASN1ObjectIdentifier algorithm,
            HashAlgorithm hash,
            CryptoSuite crypto) {
        this.key = key;
        this.algorithm = algorithm;
        this.hash = hash;
        this.crypto = crypto;
    }

    EcdsaSigner(PrivateKey key, CryptoSuite crypto) {
        this(key, X9ObjectIdentifiers.ecdsa_with_SHA256, HashAlgorithm.SHA256, crypto);
    }

    static EcdsaSigner sha384(PrivateKey key, CryptoSuite crypto) {
        return new EcdsaSigner(
                key, X9ObjectIdentifiers.ecdsa_with_SHA384, HashAlgorithm.SHA384, crypto);
    }

    @Override
    public AlgorithmIdentifier getAlgorithmIdentifier() {
        return new AlgorithmIdentifier(algorithm);
    }

    @Override
    public OutputStream getOutputStream() {
        return content;
    }

    @Override
    public byte[] getSignature() {
        return crypto.signEcdsa(key, hash, content.toByteArray());
    }
}
