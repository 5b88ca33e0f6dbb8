package dev.fiducia.policy.crypto;

import org.jspecify.annotations.Nullable;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// The signature algorithms of JSON Web Tokens. Each takes keys of its own type only.
public enum JwsAlgorithm {
    HS256(Family.HMAC, 256),
    HS384(Family.HMAC, 384),
    HS512(Family.HMAC, 512),
    RS256(Family.RSA, 256),
    RS384(Family.RSA, 384),
    RS512(Family.RSA, 512),
    PS256(Family.PSS, 256),
    PS384(Family.PSS, 384),
    PS512(Family.PSS, 512),
    ES256(Family.ECDSA, 256),
    ES384(Family.ECDSA, 384),
    ES512(Family.ECDSA, 512),
    EDDSA(Family.EDDSA, 0);

    enum Family {
        HMAC,
        RSA,
        PSS,
        ECDSA,
        EDDSA
    }

    /// What one verification costs at most, in steps of about ten nanoseconds.
    public static final long VERIFICATION_STEPS = 30_000;

    /// What one signature costs at most.
    public static final long SIGNATURE_STEPS = 500_000;

    private final Family family;
    private final int bits;

    JwsAlgorithm(Family family, int bits) {
        this.family = family;
        this.bits = bits;
    }

    /// By the name that headers use; null for another.
    public static @Nullable JwsAlgorithm named(String name) {
        for (var algorithm : values()) {
            if (algorithm.jwsName().equals(name)) {
                return algorithm;
            }
        }
        return null;
    }

    static boolean isKnown(String name) {
        return named(name) != null;
    }

    public String jwsName() {
        return this == EDDSA ? "EdDSA" : name();
    }

    /// The name of the hash function as the JCA has it.
    String hash() {
        return "SHA-" + bits;
    }

    /// Whether the signature over the text is by the key. A key of another type verifies nothing.
    public boolean verifies(KnownKey key, byte[] text, byte[] signature) {
        return switch (family) {
            case RSA ->
                    key instanceof KnownKey.Rsa rsa
                            && Signatures.verifyRsa(this, rsa, text, signature);
            case PSS -> key instanceof KnownKey.Rsa rsa && Pss.verify(hash(), rsa, text, signature);
            case ECDSA ->
                    key instanceof KnownKey.Ec ec && Signatures.verifyEc(this, ec, text, signature);
            case EDDSA ->
                    key instanceof KnownKey.Ed25519 ed && Signatures.verifyEd(ed, text, signature);
            case HMAC -> false;
        };
    }

    /// Whether the signature over the text is by the shared secret.
    public boolean verifies(byte[] secret, byte[] text, byte[] signature) {
        return family == Family.HMAC && MessageDigest.isEqual(keyed(secret, text), signature);
    }

    /// A keyed digest as long as the hash of this algorithm.
    byte[] keyed(byte[] secret, byte[] text) {
        String name = "HmacSHA" + bits;
        try {
            var mac = Mac.getInstance(name, "SunJCE");
            // A key of length zero is the same as one zero byte: both are padded with zeros.
            mac.init(new SecretKeySpec(secret.length == 0 ? new byte[1] : secret, name));
            return mac.doFinal(text);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java runtime has " + name, e);
        }
    }

    /// Signs; refuses keys of other types.
    byte[] sign(PrivateKey key, byte[] text) throws CryptoException {
        return switch (key) {
            case PrivateKey.Secret secret when family == Family.HMAC -> keyed(secret.bytes(), text);
            case PrivateKey.Rsa rsa when family == Family.RSA ->
                    Signatures.signRsa(hash(), rsa, text);
            case PrivateKey.Rsa rsa when family == Family.PSS -> Pss.sign(this, rsa, text);
            case PrivateKey.Ec ec
                    when family == Family.ECDSA && ec.publicKey().curve() == curve() ->
                    Signatures.signEc(hash(), ec, text);
            case PrivateKey.Ed25519 ed when family == Family.EDDSA -> Signatures.signEd(ed, text);
            default ->
                    throw new CryptoException(
                            "jwsbb.Sign: the key does not fit the algorithm " + jwsName());
        };
    }

    private Curve curve() {
        return switch (bits) {
            case 256 -> Curve.P256;
            case 384 -> Curve.P384;
            default -> Curve.P521;
        };
    }
}
