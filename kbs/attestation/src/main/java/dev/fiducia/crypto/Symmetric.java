package dev.fiducia.crypto;

import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.MessageDigest;
import java.security.Provider;
import java.util.Optional;

import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// Hashes, MACs and AES, from the JDK: its intrinsics beat Bouncy Castle by 3 to 34 times.
final class Symmetric {

    private static final int TAG_BITS = 128;
    private static final int WRAP_BLOCK = 8;

    private Symmetric() {}

    static byte[] digest(HashAlgorithm algorithm, byte[]... parts) {
        MessageDigest digest = hashing(algorithm);
        for (byte[] part : parts) {
            digest.update(part);
        }
        return digest.digest();
    }

    static MessageDigest hashing(HashAlgorithm algorithm) {
        Provider provider =
                algorithm == HashAlgorithm.SM3 ? Providers.BOUNCY_CASTLE : Providers.SUN;
        try {
            return MessageDigest.getInstance(algorithm.jcaName(), provider);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(provider.getName() + " lacks " + algorithm, e);
        }
    }

    static byte[] hmac(HashAlgorithm algorithm, byte[] key, byte[]... parts) {
        Provider provider =
                algorithm == HashAlgorithm.SM3 ? Providers.BOUNCY_CASTLE : Providers.SUN_JCE;
        String name = "Hmac" + algorithm.signaturePrefix();
        try {
            Mac mac = Mac.getInstance(name, provider);
            mac.init(new SecretKeySpec(key, name));
            for (byte[] part : parts) {
                mac.update(part);
            }
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(provider.getName() + " lacks " + name, e);
        }
    }

    static byte[] gcmEncrypt(byte[] key, byte[] nonce, byte[] aad, byte[] plaintext) {
        try {
            return gcm(Cipher.ENCRYPT_MODE, key, nonce, aad).doFinal(plaintext);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("AES-GCM refuses this key or nonce", e);
        }
    }

    static Optional<byte[]> gcmDecrypt(
            byte[] key, byte[] nonce, byte[] aad, byte[] ciphertextAndTag) {
        if (ciphertextAndTag.length < TAG_BITS / Byte.SIZE) {
            return Optional.empty();
        }
        try {
            return Optional.of(gcm(Cipher.DECRYPT_MODE, key, nonce, aad).doFinal(ciphertextAndTag));
        } catch (AEADBadTagException e) {
            return Optional.empty();
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("AES-GCM refuses this key or nonce", e);
        }
    }

    static byte[] wrap(byte[] wrappingKey, byte[] key) {
        try {
            Cipher cipher = keyWrap(Cipher.WRAP_MODE, wrappingKey);
            return cipher.wrap(new SecretKeySpec(key, "AES"));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("AES key wrap refuses these keys", e);
        }
    }

    static Optional<byte[]> unwrap(byte[] wrappingKey, byte[] wrapped) {
        if (wrapped.length < 3 * WRAP_BLOCK || wrapped.length % WRAP_BLOCK != 0) {
            return Optional.empty();
        }
        Cipher cipher;
        try {
            cipher = keyWrap(Cipher.UNWRAP_MODE, wrappingKey);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("AES key wrap refuses this key", e);
        }
        try {
            Key key = cipher.unwrap(wrapped, "AES", Cipher.SECRET_KEY);
            return Optional.of(key.getEncoded());
        } catch (GeneralSecurityException e) {
            return Optional.empty(); // the integrity check of RFC 3394
        }
    }

    private static Cipher gcm(int mode, byte[] key, byte[] nonce, byte[] aad)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding", Providers.SUN_JCE);
        cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(aad);
        return cipher;
    }

    private static Cipher keyWrap(int mode, byte[] wrappingKey) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/KW/NoPadding", Providers.SUN_JCE);
        cipher.init(mode, new SecretKeySpec(wrappingKey, "AES"));
        return cipher;
    }
}
