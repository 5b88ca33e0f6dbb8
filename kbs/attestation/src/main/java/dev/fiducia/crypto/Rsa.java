package dev.fiducia.crypto;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.SignatureException;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Optional;

import javax.crypto.BadPaddingException;
import javax.crypto.Cipher;
import javax.crypto.IllegalBlockSizeException;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;

/// RSA with every parameter explicit: no default of a provider decides.
final class Rsa {

    private static final String RSA = "RSA";

    /// RSA-OAEP-256: SHA-256 for the label *and* in MGF1, where Java's default would be SHA-1.
    private static final OAEPParameterSpec OAEP_256 =
            new OAEPParameterSpec(
                    "SHA-256", "MGF1", MGF1ParameterSpec.SHA256, PSource.PSpecified.DEFAULT);

    private final Provider privateOperations;
    private final Provider oaepDecrypt;
    private final SecureRandom random;

    Rsa(Provider privateOperations, Provider oaepDecrypt, SecureRandom random) {
        this.privateOperations = privateOperations;
        this.oaepDecrypt = oaepDecrypt;
        this.random = random;
    }

    KeyPair generate(int bits) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(RSA, privateOperations);
            generator.initialize(bits, random);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(
                    privateOperations.getName() + " can't make an RSA key", e);
        }
    }

    RSAPublicKey publicKey(byte[] subjectPublicKeyInfo) throws InvalidKeyException {
        if (Keys.publicKey(subjectPublicKeyInfo, RSA, Providers.SUN_RSA)
                instanceof RSAPublicKey key) {
            return key;
        }
        throw new InvalidKeyException("Not an RSA public key");
    }

    RSAPublicKey publicKey(BigInteger modulus, BigInteger exponent) throws InvalidKeyException {
        try {
            return (RSAPublicKey)
                    Keys.factory(RSA, Providers.SUN_RSA)
                            .generatePublic(new RSAPublicKeySpec(modulus, exponent));
        } catch (InvalidKeySpecException e) {
            throw new InvalidKeyException("Not a usable RSA public key", e);
        }
    }

    byte[] encryptPkcs1(PublicKey key, byte[] plaintext) throws InvalidKeyException {
        try {
            Cipher cipher = Cipher.getInstance("RSA/ECB/PKCS1Padding", Providers.SUN_JCE);
            cipher.init(Cipher.ENCRYPT_MODE, Keys.publicKey(key, RSA, Providers.SUN_RSA), random);
            return cipher.doFinal(plaintext);
        } catch (InvalidKeyException e) {
            throw e;
        } catch (IllegalBlockSizeException e) {
            throw new InvalidKeyException("The RSA key is too small for the data", e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("The JDK can't encrypt with RSA PKCS #1", e);
        }
    }

    PrivateKey privateKey(byte[] pkcs8) throws InvalidKeyException {
        return Keys.privateKey(pkcs8, RSA, privateOperations);
    }

    boolean verifyPss(PublicKey key, HashAlgorithm hash, byte[] data, byte[] signature) {
        return verify("RSASSA-PSS", key, Optional.of(pss(hash)), data, signature);
    }

    boolean verifyPkcs1(PublicKey key, HashAlgorithm hash, byte[] data, byte[] signature) {
        return verify(hash.signaturePrefix() + "withRSA", key, Optional.empty(), data, signature);
    }

    byte[] signPkcs1(PrivateKey key, HashAlgorithm hash, byte[] data) {
        String algorithm = hash.signaturePrefix() + "withRSA";
        try {
            Signature signer = Signature.getInstance(algorithm, privateOperations);
            signer.initSign(Keys.privateKey(key, RSA, privateOperations), random);
            signer.update(data);
            return signer.sign();
        } catch (InvalidKeyException e) {
            throw new IllegalArgumentException("Not an RSA private key", e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(
                    privateOperations.getName() + " can't sign " + algorithm, e);
        }
    }

    byte[] signPss(PrivateKey key, HashAlgorithm hash, byte[] data) {
        try {
            Signature signer = Signature.getInstance("RSASSA-PSS", privateOperations);
            signer.initSign(Keys.privateKey(key, RSA, privateOperations), random);
            signer.setParameter(pss(hash));
            signer.update(data);
            return signer.sign();
        } catch (InvalidKeyException e) {
            throw new IllegalArgumentException("Not an RSA private key", e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(
                    privateOperations.getName() + " can't sign RSASSA-PSS", e);
        }
    }

    byte[] encryptOaep256(PublicKey key, byte[] plaintext) throws InvalidKeyException {
        try {
            Cipher cipher = oaep(Providers.SUN_JCE);
            cipher.init(
                    Cipher.ENCRYPT_MODE,
                    Keys.publicKey(key, RSA, Providers.SUN_RSA),
                    OAEP_256,
                    random);
            return cipher.doFinal(plaintext);
        } catch (InvalidKeyException e) {
            throw e;
        } catch (IllegalBlockSizeException e) {
            throw new InvalidKeyException("The RSA key is too small for the data", e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("The JDK can't encrypt with RSA-OAEP-256", e);
        }
    }

    Optional<byte[]> decryptOaep256(PrivateKey key, byte[] ciphertext) {
        try {
            Cipher cipher = oaep(oaepDecrypt);
            Provider keys = oaepDecrypt.equals(Providers.SUN_JCE) ? Providers.SUN_RSA : oaepDecrypt;
            cipher.init(Cipher.DECRYPT_MODE, Keys.privateKey(key, RSA, keys), OAEP_256, random);
            return Optional.of(cipher.doFinal(ciphertext));
        } catch (BadPaddingException | IllegalBlockSizeException e) {
            return Optional.empty();
        } catch (InvalidKeyException e) {
            throw new IllegalArgumentException("Not an RSA private key", e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(
                    oaepDecrypt.getName() + " can't decrypt RSA-OAEP-256", e);
        }
    }

    private static boolean verify(
            String algorithm,
            PublicKey key,
            Optional<PSSParameterSpec> parameters,
            byte[] data,
            byte[] signature) {
        try {
            Signature verifier = Signature.getInstance(algorithm, Providers.SUN_RSA);
            verifier.initVerify(Keys.publicKey(key, RSA, Providers.SUN_RSA));
            if (parameters.isPresent()) {
                verifier.setParameter(parameters.get());
            }
            verifier.update(data);
            return verifier.verify(signature);
        } catch (SignatureException e) {
            return false; // not even the length of a signature
        } catch (InvalidKeyException e) {
            throw new IllegalArgumentException("Not an RSA public key", e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("The JDK can't verify " + algorithm, e);
        }
    }

    /// As AMD and RFC 7518 want it: MGF1 with the same hash, salt as long as the hash.
    private static PSSParameterSpec pss(HashAlgorithm hash) {
        return new PSSParameterSpec(
                hash.jcaName(),
                "MGF1",
                new MGF1ParameterSpec(hash.jcaName()),
                hash.length(),
                PSSParameterSpec.TRAILER_FIELD_BC);
    }

    private static Cipher oaep(Provider provider) throws GeneralSecurityException {
        return Cipher.getInstance("RSA/ECB/OAEPPadding", provider);
    }
}
