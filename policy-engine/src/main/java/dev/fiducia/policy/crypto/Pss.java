package dev.fiducia.policy.crypto;

import org.bouncycastle.crypto.engines.RSABlindedEngine;
import org.bouncycastle.crypto.params.RSAKeyParameters;
import org.bouncycastle.crypto.signers.PSSSigner;
import org.bouncycastle.util.BigIntegers;

import java.util.Arrays;

/// RSASSA-PSS. Verification takes salts of any length, as Go does where none is asked for: tokens
/// with the longest salt are common, and RFC 7518's length is one of those. Nimbus takes only that.
final class Pss {
    private static final byte TRAILER = (byte) 0xBC;

    private Pss() {}

    static boolean verify(String hash, KnownKey.Rsa key, byte[] text, byte[] signature) {
        if (key.modulus().bitLength() < Signatures.MIN_MODULUS_BITS
                || signature.length != (key.modulus().bitLength() + 7) / 8) {
            return false;
        }
        try {
            var parameters = new RSAKeyParameters(false, key.modulus(), key.exponent());
            int salt = saltLength(hash, key, signature);
            if (salt < 0) {
                return false;
            }
            var signer = new PSSSigner(new RSABlindedEngine(), Signatures.digest(hash), salt);
            signer.init(false, parameters);
            signer.update(text, 0, text.length);
            return signer.verifySignature(signature);
        } catch (RuntimeException _) {
            // Bouncy Castle refuses keys and encodings of impossible sizes this way.
            return false;
        }
    }

    /// How long the salt of a signature says to be; -1 where it says nothing. What it says is only
    /// taken as the length to verify with.
    private static int saltLength(String hash, KnownKey.Rsa key, byte[] signature) {
        var number = BigIntegers.fromUnsignedByteArray(signature);
        if (number.compareTo(key.modulus()) >= 0) {
            return -1;
        }
        int bits = key.modulus().bitLength() - 1;
        int size = (bits + 7) / 8;
        var opened = number.modPow(key.exponent(), key.modulus());
        if (opened.bitLength() > size * 8) {
            return -1;
        }
        byte[] encoded = BigIntegers.asUnsignedByteArray(size, opened);
        int digest = Signatures.digest(hash).getDigestSize();
        int masked = size - digest - 1;
        if (masked < 1 || encoded[size - 1] != TRAILER) {
            return -1;
        }
        byte[] mask = mask(hash, Arrays.copyOfRange(encoded, masked, masked + digest), masked);
        for (int i = 0; i < masked; i++) {
            int octet = (encoded[i] ^ mask[i]) & 0xFF;
            if (i == 0) {
                octet &= 0xFF >>> (8 * size - bits);
            }
            if (octet == 1) {
                return masked - i - 1;
            }
            if (octet != 0) {
                return -1;
            }
        }
        return -1;
    }

    /// MGF1.
    private static byte[] mask(String hash, byte[] seed, int length) {
        var mask = new byte[length];
        var block = Arrays.copyOf(seed, seed.length + 4);
        int at = 0;
        for (int counter = 0; at < length; counter++) {
            block[seed.length] = (byte) (counter >>> 24);
            block[seed.length + 1] = (byte) (counter >>> 16);
            block[seed.length + 2] = (byte) (counter >>> 8);
            block[seed.length + 3] = (byte) counter;
            byte[] digest = Signatures.digested(hash, block);
            int part = Math.min(digest.length, length - at);
            System.arraycopy(digest, 0, mask, at, part);
            at += part;
        }
        return mask;
    }

    /// The salt is drawn from key and text, so that signing needs no randomness; it is as long as
    /// the digest, as RFC 7518 asks.
    static byte[] sign(JwsAlgorithm algorithm, PrivateKey.Rsa key, byte[] text)
            throws CryptoException {
        byte[] salt = algorithm.keyed(BigIntegers.asUnsignedByteArray(key.d()), text);
        try {
            var signer =
                    new PSSSigner(
                            new RSABlindedEngine(), Signatures.digest(algorithm.hash()), salt);
            signer.init(true, Signatures.parameters(key));
            signer.update(text, 0, text.length);
            return signer.generateSignature();
        } catch (org.bouncycastle.crypto.CryptoException | RuntimeException e) {
            throw new CryptoException("jwsbb.Sign: " + e.getMessage(), e);
        }
    }
}
