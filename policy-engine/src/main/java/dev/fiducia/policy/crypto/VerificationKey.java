package dev.fiducia.policy.crypto;

import org.bouncycastle.asn1.x509.Certificate;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;

import java.util.List;

/// A key to verify tokens with.
///
/// @param algorithm the one algorithm that it is for, or empty
/// @param id what tokens call it, or empty
public record VerificationKey(KnownKey key, String algorithm, String id) {
    /// Reads one PEM certificate or public key, or a JSON Web Key or set of them.
    public static List<VerificationKey> parse(String text) throws CryptoException {
        return Guarded.read("failed to parse a PEM certificate", () -> read(text));
    }

    private static List<VerificationKey> read(String text) throws CryptoException {
        var block = Pem.next(text, 0);
        if (block == null) {
            return Jwks.verificationKeys(text);
        }
        if (block.end() < text.length()) {
            throw new CryptoException("extra data after a PEM certificate block");
        }
        return switch (block.type()) {
            case "CERTIFICATE" -> List.of(unnamed(ofCertificate(block.bytes())));
            case "PUBLIC KEY" -> List.of(unnamed(ofPublicKey(block.bytes())));
            default ->
                    throw new CryptoException("failed to extract a Key from the PEM certificate");
        };
    }

    private static VerificationKey unnamed(KnownKey key) {
        return new VerificationKey(key, "", "");
    }

    private static KnownKey ofCertificate(byte[] der) throws CryptoException {
        try {
            Certificate certificate = Certificates.one(der).structure();
            return KnownKey.of(certificate.getSubjectPublicKeyInfo());
        } catch (CryptoException e) {
            throw new CryptoException("failed to parse a PEM certificate: " + e.getMessage(), e);
        }
    }

    private static KnownKey ofPublicKey(byte[] der) throws CryptoException {
        try {
            return KnownKey.of(SubjectPublicKeyInfo.getInstance(der));
        } catch (CryptoException e) {
            throw new CryptoException("failed to parse a PEM public key: " + e.getMessage(), e);
        } catch (RuntimeException e) {
            throw new CryptoException(
                    "failed to parse a PEM public key: x509: malformed public key", e);
        }
    }
}
