package dev.fiducia.guest;

import dev.fiducia.crypto.CryptoSuite;
import dev.fiducia.crypto.EcCurve;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.spec.ECPrivateKeySpec;
import java.util.Base64;

/// The protocol's published example: the recipient of RFC 7517, an answer encrypted to it.
final class JweVector {

    static final String X = "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU";
    static final String Y = "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0";
    private static final String D = "jpsQnnGQmL-YBIffH1136cspYG6-0iY7X1fCE9-E9LI";

    static final String HEADER =
            "{\"alg\":\"ECDH-ES+A256KW\",\"enc\":\"A256GCM\",\"epk\":{\"crv\":\"P-256\",\"kty\":\"EC\","
                    + "\"x\":\"gI0GAILBdu7T53akrFmMyGcsF3n5dO7MmwNBHKW5SV0\","
                    + "\"y\":\"SLW_xSffzlPWrHEVI30DHM_4egVwt3NQqeUD7nMFpps\"}}";

    static final String JWE = jwe(HEADER);

    private JweVector() {}

    /// The example with another header.
    static String jwe(String header) {
        return "{\"protected\":\""
                + Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(header.getBytes(java.nio.charset.StandardCharsets.UTF_8))
                + "\",\"encrypted_key\":\"7R6UjCuiixFLDIzKgrY3i12gyo0yhwLG3QQ_UEvAnZk2SBZY5mrvoQ\","
                + "\"iv\":\"AAECAwQFBgcICQoL\",\"ciphertext\":\"NGq-c62NqnM\","
                + "\"tag\":\"jU5qgZTmuz8ivmu5_eqohQ\"}";
    }

    static TeeKey recipient(CryptoSuite crypto) {
        try {
            ECPrivateKeySpec spec =
                    new ECPrivateKeySpec(new BigInteger(1, decode(D)), EcCurve.P256.parameters());
            PrivateKey key = KeyFactory.getInstance("EC", "SunEC").generatePrivate(spec);
            return TeeKey.of(
                    new KeyPair(crypto.ecPublicKey(EcCurve.P256, decode(X), decode(Y)), key),
                    crypto);
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] decode(String text) {
        return Base64.getUrlDecoder().decode(text);
    }
}
