package dev.fiducia.crypto;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.interfaces.EdECPublicKey;

/// Ed25519 by the JDK.
final class Edwards {
    private Edwards() {}

    static PublicKey publicKey(byte[] subjectPublicKeyInfo) throws InvalidKeyException {
        if (Keys.publicKey(subjectPublicKeyInfo, "Ed25519", Providers.SUN_EC)
                instanceof EdECPublicKey key) {
            return key;
        }
        throw new InvalidKeyException("Not an Ed25519 public key");
    }

    static boolean verify(PublicKey key, byte[] data, byte[] signature) {
        try {
            Signature verifier = Signature.getInstance("Ed25519", Providers.SUN_EC);
            verifier.initVerify(key);
            verifier.update(data);
            return verifier.verify(signature);
        } catch (SignatureException e) {
            return false; // not even the form of a signature
        } catch (InvalidKeyException e) {
            throw new IllegalArgumentException("Not an Ed25519 public key", e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("The JDK can't verify Ed25519", e);
        }
    }
}
