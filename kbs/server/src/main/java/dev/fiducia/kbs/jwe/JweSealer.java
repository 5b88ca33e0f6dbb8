package dev.fiducia.kbs.jwe;

import dev.fiducia.crypto.CryptoSuite;
import dev.fiducia.crypto.EcCurve;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.KeyPair;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;

/// Encrypts to TEE keys: A256GCM under a fresh content key, wrapped for the guest's key.
///
/// The protected header is emitted byte by byte as guests re-serialise it: `alg`, `enc`, then `epk`
/// with its members sorted, no whitespace. Any other form decrypts to nothing there.
public final class JweSealer {
    private static final String RSA_OAEP_256 = "RSA-OAEP-256";
    private static final String RSA1_5 = "RSA1_5";
    private static final int CONTENT_KEY_LENGTH = 32;
    private static final int IV_LENGTH = 12;
    private static final int TAG_LENGTH = 16;

    private final CryptoSuite crypto;
    private final boolean rsa15;

    private JweSealer(CryptoSuite crypto, boolean rsa15) {
        this.crypto = crypto;
        this.rsa15 = rsa15;
    }

    /// The sealer for new deployments: RSA1_5 is refused.
    public static JweSealer of(CryptoSuite crypto) {
        return new JweSealer(crypto, false);
    }

    /// Also accepts RSA1_5, whose padding oracle is a risk to the guest that decrypts it.
    public static JweSealer allowingInsecureRsa15(CryptoSuite crypto) {
        return new JweSealer(crypto, true);
    }

    /// Encrypts, by the key's own algorithm.
    public Jwe encrypt(TeePublicKey key, byte[] plaintext) throws JweException {
        byte[] contentKey = crypto.randomBytes(CONTENT_KEY_LENGTH);
        try {
            return seal(
                    wrap(key, contentKey), contentKey, crypto.randomBytes(IV_LENGTH), plaintext);
        } catch (InvalidKeyException e) {
            throw new JweException("the TEE key can't be used for encryption", e);
        } finally {
            Arrays.fill(contentKey, (byte) 0);
        }
    }

    private Wrapped wrap(TeePublicKey key, byte[] contentKey)
            throws JweException, InvalidKeyException {
        return switch (key) {
            case TeePublicKey.Ec ec when ec.algorithm().equals(ConcatKdf.ALGORITHM) ->
                    agree(ec, crypto.generateEc(ec.curve()), contentKey);
            case TeePublicKey.Rsa rsa when rsa.algorithm().equals(RSA_OAEP_256) ->
                    new Wrapped(
                            rsaHeader(RSA_OAEP_256),
                            crypto.encryptRsaOaep256(rsaKey(rsa), contentKey));
            case TeePublicKey.Rsa rsa when rsa.algorithm().equals(RSA1_5) && rsa15 ->
                    new Wrapped(
                            rsaHeader(RSA1_5),
                            crypto.encryptInsecureRsaPkcs1(rsaKey(rsa), contentKey));
            case TeePublicKey other ->
                    throw new JweException(
                            "%s with this algorithm is not supported".formatted(describe(other)));
        };
    }

    /// Key agreement with a given ephemeral key, which tests fix.
    Wrapped agree(TeePublicKey.Ec key, KeyPair ephemeral, byte[] contentKey)
            throws InvalidKeyException {
        int length = key.curve().coordinateLength();
        ECPublicKey peer =
                crypto.ecPublicKey(
                        key.curve(),
                        Octets.fixedLength(key.x(), length),
                        Octets.fixedLength(key.y(), length));
        byte[] z = crypto.agree(ephemeral.getPrivate(), peer);
        byte[] wrappingKey = ConcatKdf.wrappingKey(crypto, z);
        try {
            ECPublicKey own = (ECPublicKey) ephemeral.getPublic();
            return new Wrapped(ecHeader(key.curve(), own), crypto.wrapKey(wrappingKey, contentKey));
        } finally {
            Arrays.fill(z, (byte) 0);
            Arrays.fill(wrappingKey, (byte) 0);
        }
    }

    /// The content, under a given content key and nonce, which tests fix.
    Jwe seal(Wrapped wrapped, byte[] contentKey, byte[] iv, byte[] plaintext) {
        String header = Octets.base64url(wrapped.header.getBytes(StandardCharsets.US_ASCII));
        byte[] sealed =
                crypto.encryptAesGcm(
                        contentKey, iv, header.getBytes(StandardCharsets.US_ASCII), plaintext);
        int split = sealed.length - TAG_LENGTH;
        return new Jwe(
                header,
                Octets.base64url(wrapped.encryptedKey),
                Octets.base64url(iv),
                Octets.base64url(Arrays.copyOf(sealed, split)),
                Octets.base64url(Arrays.copyOfRange(sealed, split, sealed.length)));
    }

    private static String rsaHeader(String algorithm) {
        return "{\"alg\":\"%s\",\"enc\":\"A256GCM\"}".formatted(algorithm);
    }

    private static String ecHeader(EcCurve curve, ECPublicKey own) {
        int length = curve.coordinateLength();
        return "{\"alg\":\"%s\",\"enc\":\"A256GCM\",\"epk\":{\"crv\":\"%s\",\"kty\":\"EC\",\"x\":\"%s\",\"y\":\"%s\"}}"
                .formatted(
                        ConcatKdf.ALGORITHM,
                        curve.jwkName(),
                        Octets.base64url(Octets.fixedLength(own.getW().getAffineX(), length)),
                        Octets.base64url(Octets.fixedLength(own.getW().getAffineY(), length)));
    }

    private RSAPublicKey rsaKey(TeePublicKey.Rsa key) throws InvalidKeyException {
        return crypto.rsaPublicKey(key.n(), key.e());
    }

    private static String describe(TeePublicKey key) {
        return switch (key) {
            case TeePublicKey.Ec ec -> "An EC key on " + ec.curve().jwkName();
            case TeePublicKey.Rsa _ -> "An RSA key";
        };
    }

    /// A header with the key that it announces.
    static final class Wrapped {
        private final String header;
        private final byte[] encryptedKey;

        Wrapped(String header, byte[] encryptedKey) {
            this.header = header;
            this.encryptedKey = encryptedKey;
        }
    }
}
