package dev.fiducia.attestation.simulator;

import dev.fiducia.crypto.CryptoSuite;
import dev.fiducia.crypto.HashAlgorithm;

import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.operator.ContentSigner;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.security.PrivateKey;

/// RSASSA-PKCS1-v1_5 with SHA-512, for Bouncy Castle's builders of certificates and CRLs.
final class RsaSigner implements ContentSigner {

    private final ByteArrayOutputStream content = new ByteArrayOutputStream();
    private final PrivateKey key;
    private final CryptoSuite crypto;

    RsaSigner(PrivateKey key, CryptoSuite crypto) {
        this.key = key;
        this.crypto = crypto;
    }

    @Override
    public AlgorithmIdentifier getAlgorithmIdentifier() {
        return new AlgorithmIdentifier(
                PKCSObjectIdentifiers.sha512WithRSAEncryption, DERNull.INSTANCE);
    }

    @Override
    public OutputStream getOutputStream() {
        return content;
    }

    @Override
    public byte[] getSignature() {
        return crypto.signRsaPkcs1(key, HashAlgorithm.SHA512, content.toByteArray());
    }
}
