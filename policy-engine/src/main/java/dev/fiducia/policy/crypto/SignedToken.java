package dev.fiducia.policy.crypto;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/// Makes tokens in the compact form of RFC 7515.
public final class SignedToken {
    private SignedToken() {}

    /// A key read for signing; what it is stays inside this package.
    public static final class Key {
        private final PrivateKey key;

        private Key(PrivateKey key) {
            this.key = key;
        }

        /// The first key of a JSON Web Key or a set of them.
        public static Key parse(String jwk) throws CryptoException {
            return new Key(Jwks.signingKey(jwk));
        }
    }

    /// Header and payload are taken as they are.
    public static String sign(JwsAlgorithm algorithm, Key key, byte[] header, byte[] payload)
            throws CryptoException {
        var encoder = Base64.getUrlEncoder().withoutPadding();
        String text = encoder.encodeToString(header) + "." + encoder.encodeToString(payload);
        byte[] signature = algorithm.sign(key.key, text.getBytes(StandardCharsets.US_ASCII));
        return text + "." + encoder.encodeToString(signature);
    }
}
