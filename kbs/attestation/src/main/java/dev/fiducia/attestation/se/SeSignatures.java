package dev.fiducia.attestation.se;

import dev.fiducia.crypto.CryptoSuite;
import dev.fiducia.crypto.HashAlgorithm;

import java.security.InvalidKeyException;
import java.security.PublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Map;
import java.util.Optional;

/// The signatures on certificates and lists: RSASSA-PKCS1-v1_5 with keys from 2048 bits on, and
/// ECDSA, both with SHA-2. Any other scheme counts as no signature.
final class SeSignatures {

    private static final int MIN_RSA_BITS = 2048;
    private static final Map<String, HashAlgorithm> RSA =
            Map.of(
                    "1.2.840.113549.1.1.11", HashAlgorithm.SHA256,
                    "1.2.840.113549.1.1.12", HashAlgorithm.SHA384,
                    "1.2.840.113549.1.1.13", HashAlgorithm.SHA512);
    private static final Map<String, HashAlgorithm> ECDSA =
            Map.of(
                    "1.2.840.10045.4.3.2", HashAlgorithm.SHA256,
                    "1.2.840.10045.4.3.3", HashAlgorithm.SHA384,
                    "1.2.840.10045.4.3.4", HashAlgorithm.SHA512);

    private SeSignatures() {}

    /// @param algorithm the object identifier
    static boolean verify(
            PublicKey key, String algorithm, byte[] data, byte[] signature, CryptoSuite crypto) {
        try {
            Optional<HashAlgorithm> rsa = Optional.ofNullable(RSA.get(algorithm));
            if (rsa.isPresent()) {
                RSAPublicKey rsaKey = crypto.rsaPublicKey(key.getEncoded());
                return rsaKey.getModulus().bitLength() >= MIN_RSA_BITS
                        && crypto.verifyRsaPkcs1(rsaKey, rsa.get(), data, signature);
            }
            Optional<HashAlgorithm> ecdsa = Optional.ofNullable(ECDSA.get(algorithm));
            return ecdsa.isPresent()
                    && crypto.verifyEcdsa(
                            crypto.ecPublicKey(key.getEncoded()), ecdsa.get(), data, signature);
        } catch (InvalidKeyException e) {
            return false; // a key of another kind than the signature
        }
    }
}
