package dev.fiducia.crypto;

import java.security.InvalidKeyException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;

/// Brings keys to the provider that uses them: natives reject foreign keys, or convert them at
/// every use.
final class Keys {

    private Keys() {}

    static PublicKey publicKey(PublicKey key, String algorithm, Provider provider)
            throws InvalidKeyException {
        return belongsTo(key, provider) ? key : publicKey(encoded(key), algorithm, provider);
    }

    static PublicKey publicKey(byte[] subjectPublicKeyInfo, String algorithm, Provider provider)
            throws InvalidKeyException {
        try {
            return factory(algorithm, provider)
                    .generatePublic(new X509EncodedKeySpec(subjectPublicKeyInfo));
        } catch (InvalidKeySpecException | RuntimeException e) {
            throw new InvalidKeyException("Not a usable " + algorithm + " public key", e);
        }
    }

    static PrivateKey privateKey(PrivateKey key, String algorithm, Provider provider)
            throws InvalidKeyException {
        return belongsTo(key, provider) ? key : privateKey(encoded(key), algorithm, provider);
    }

    static PrivateKey privateKey(byte[] pkcs8, String algorithm, Provider provider)
            throws InvalidKeyException {
        try {
            return factory(algorithm, provider).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
        } catch (InvalidKeySpecException | RuntimeException e) {
            throw new InvalidKeyException("Not a usable " + algorithm + " private key", e);
        }
    }

    static KeyFactory factory(String algorithm, Provider provider) {
        try {
            return KeyFactory.getInstance(algorithm, provider);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(
                    provider.getName() + " has no key factory for " + algorithm, e);
        }
    }

    /// Providers keep their keys in their own packages; a key of another one has to be translated.
    private static boolean belongsTo(Key key, Provider provider) {
        return key.getClass().getPackageName().startsWith(home(provider));
    }

    private static String home(Provider provider) {
        return switch (provider.getName()) {
            case "AmazonCorrettoCryptoProvider" -> "com.amazon.corretto.crypto.provider";
            case "BC" -> "org.bouncycastle.jcajce.provider";
            default -> "sun.security";
        };
    }

    private static byte[] encoded(Key key) throws InvalidKeyException {
        byte[] encoded = key.getEncoded();
        if (encoded == null) {
            throw new InvalidKeyException("The key can't leave its provider");
        }
        return encoded;
    }
}
