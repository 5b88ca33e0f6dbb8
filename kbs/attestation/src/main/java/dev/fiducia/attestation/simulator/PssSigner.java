package dev.fiducia.attestation.simulator;

import dev.fiducia.crypto.CryptoSuite;
import dev.fiducia.crypto.HashAlgorithm;

import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSASSAPSSparams;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.operator.ContentSigner;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.security.PrivateKey;

/// RSASSA-PSS with SHA-384 and a salt of 48 bytes, for Bouncy Castle's certificate builder.
final class PssSigner implements ContentSigner {

    private final ByteArrayOutputStream content = new ByteArrayOutputStream();
    private final PrivateKey key;
    private final CryptoSuite crypto;

    PssSigner(PrivateKey key, CryptoSuite crypto) {
        this.key = key;
        this.crypto = crypto;
    }

    @Override
    public AlgorithmIdentifier getAlgorithmIdentifier() {
        AlgorithmIdentifier sha384 = new AlgorithmIdentifier(NISTObjectIdentifiers.id_sha384);
        return new AlgorithmIdentifier(
                PKCSObjectIdentifiers.id_RSASSA_PSS,
                new RSASSAPSSparams(
                        sha384,
                        new AlgorithmIdentifier(PKCSObjectIdentifiers.id_mgf1, sha384),
                        new ASN1Integer(HashAlgorithm.SHA384.length()),
                        RSASSAPSSparams.DEFAULT_TRAILER_FIELD));
    }

    @Override
    public OutputStream getOutputStream() {
        return content;
    }

    @Override
    public byte[] getSignature() {
        return crypto.signRsaPss(key, HashAlgorithm.SHA384, content.toByteArray());
    }
}
