package dev.fiducia.attestation.tpm;

import dev.fiducia.attestation.evidence.RefusedException;
import dev.fiducia.crypto.CryptoSuite;
import dev.fiducia.crypto.EcCurve;
import dev.fiducia.crypto.HashAlgorithm;

import java.math.BigInteger;
import java.security.InvalidKeyException;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;

/// The public part of a TPM's attestation key (AK), of a kind and size that is accepted: RSA of
/// 2048 to 4096 bits with exponent 65537, or P-256 or P-384.
public final class AttestationKey {

    private static final BigInteger EXPONENT = BigInteger.valueOf(65_537);
    private static final int MIN_BITS = 2048;
    private static final int MAX_BITS = 4096;

    private final PublicKey key;

    private AttestationKey(PublicKey key) {
        this.key = key;
    }

    /// An RSA key from modulus and exponent, big-endian.
    public static AttestationKey rsa(byte[] modulus, byte[] exponent, CryptoSuite crypto)
            throws RefusedException {
        try {
            return of(crypto.rsaPublicKey(new BigInteger(1, modulus), new BigInteger(1, exponent)));
        } catch (InvalidKeyException e) {
            throw unusable("is not an RSA key");
        }
    }

    /// A key from its SubjectPublicKeyInfo in DER.
    public static AttestationKey parse(byte[] subjectPublicKeyInfo, CryptoSuite crypto)
            throws RefusedException {
        try {
            return of(crypto.rsaPublicKey(subjectPublicKeyInfo));
        } catch (InvalidKeyException notRsa) {
            try {
                return of(crypto.ecPublicKey(subjectPublicKeyInfo));
            } catch (InvalidKeyException neither) {
                throw unusable("is neither an RSA key nor one on a NIST curve");
            }
        }
    }

    boolean isSameAs(AttestationKey other) {
        return Arrays.equals(key.getEncoded(), other.key.getEncoded());
    }

    boolean verifies(TpmSignature signature, byte[] message, CryptoSuite crypto) {
        HashAlgorithm hash = signature.hash().algorithm();
        byte[] value = signature.value();
        return switch (key) {
            case RSAPublicKey rsa ->
                    switch (signature.scheme()) {
                        case RSASSA -> crypto.verifyRsaPkcs1(rsa, hash, message, value);
                        case RSAPSS -> crypto.verifyRsaPss(rsa, hash, message, value);
                        case ECDSA -> false;
                    };
            case ECPublicKey ec ->
                    signature.scheme() == TpmSignature.Scheme.ECDSA
                            && crypto.verifyEcdsaRaw(ec, hash, message, value);
            default -> false;
        };
    }

    private static AttestationKey of(RSAPublicKey key) throws RefusedException {
        int bits = key.getModulus().bitLength();
        if (bits < MIN_BITS || bits > MAX_BITS || !key.getModulus().testBit(0)) {
            throw unusable("has a modulus of " + bits + " bits");
        }
        if (!key.getPublicExponent().equals(EXPONENT)) {
            throw unusable("has another exponent than 65537");
        }
        return new AttestationKey(key);
    }

    private static AttestationKey of(ECPublicKey key) throws RefusedException {
        if (EcCurve.of(key).filter(c -> c == EcCurve.P256 || c == EcCurve.P384).isEmpty()) {
            throw unusable("is on another curve than P-256 and P-384");
        }
        return new AttestationKey(key);
    }

    private static RefusedException unusable(String what) {
        return RefusedException.of("tpm-key-unusable", "The attestation key " + what);
    }
}
