package dev.fiducia.kbs.admin;

import dev.fiducia.crypto.CryptoSuite;
import dev.fiducia.kbs.tls.Pem;

import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSAPublicKey;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.util.io.pem.PemObject;

import java.io.IOException;
import java.security.InvalidKeyException;
import java.security.PublicKey;

/// Reads the public key of a PEM text: Ed25519, EC or RSA.
final class PublicKeyPem {
    private PublicKeyPem() {}

    static PublicKey parse(byte[] text, CryptoSuite crypto)
            throws IOException, InvalidKeyException {
        PemObject block = Pem.first(text);
        return switch (block.getType()) {
            case "PUBLIC KEY" -> ofSpki(block.getContent(), crypto);
            case "RSA PUBLIC KEY" -> ofSpki(spki(block.getContent()), crypto);
            default -> throw new IOException("expected PUBLIC KEY, found " + block.getType());
        };
    }

    private static PublicKey ofSpki(byte[] der, CryptoSuite crypto) throws InvalidKeyException {
        ASN1ObjectIdentifier kind = kind(der);
        if (kind.equals(EdECObjectIdentifiers.id_Ed25519)) {
            return crypto.ed25519PublicKey(der);
        }
        if (kind.equals(X9ObjectIdentifiers.id_ecPublicKey)) {
            return crypto.ecPublicKey(der);
        }
        if (kind.equals(PKCSObjectIdentifiers.rsaEncryption)) {
            return crypto.rsaPublicKey(der);
        }
        throw new InvalidKeyException("a key of the kind " + kind);
    }

    private static ASN1ObjectIdentifier kind(byte[] der) throws InvalidKeyException {
        try {
            return SubjectPublicKeyInfo.getInstance(der).getAlgorithm().getAlgorithm();
        } catch (RuntimeException e) {
            throw new InvalidKeyException("not a SubjectPublicKeyInfo", e);
        }
    }

    private static byte[] spki(byte[] pkcs1) throws IOException {
        AlgorithmIdentifier rsa =
                new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE);
        try {
            return new SubjectPublicKeyInfo(rsa, RSAPublicKey.getInstance(pkcs1)).getEncoded();
        } catch (RuntimeException e) {
            throw new IOException("malformed RSA public key", e);
        }
    }
}
