package dev.fiducia.kbs.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Base64;
import java.util.function.Consumer;

/// Makes admin tokens under an Ed25519 key, as Trustee's set-up scripts do, and spoils them on
/// request.
public final class AdminTokens {
    static final long NOW = 1_800_000_000L;

    private final KeyPair pair;
    private final ObjectNode header = JsonNodeFactory.instance.objectNode();
    private final ObjectNode claims = JsonNodeFactory.instance.objectNode();

    private AdminTokens(KeyPair pair) {
        this.pair = pair;
        header.put("alg", "EdDSA").put("typ", "JWT");
        claims.put("iss", "oidc-1").put("sub", "alice").put("role", "Alice");
        claims.putArray("aud").add("other.example.io").add("kbs.example.io");
        claims.put("exp", NOW + 600);
    }

    public static KeyPair keyPair() {
        try {
            return KeyPairGenerator.getInstance("Ed25519", "SunEC").generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    public static AdminTokens by(KeyPair pair) {
        return new AdminTokens(pair);
    }

    public static String pem(KeyPair pair) {
        return "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getEncoder().encodeToString(pair.getPublic().getEncoded())
                + "\n-----END PUBLIC KEY-----\n";
    }

    public AdminTokens header(Consumer<ObjectNode> change) {
        change.accept(header);
        return this;
    }

    public AdminTokens claims(Consumer<ObjectNode> change) {
        change.accept(claims);
        return this;
    }

    public String token() {
        String signed = base64(header) + "." + base64(claims);
        try {
            Signature signature = Signature.getInstance("Ed25519", "SunEC");
            signature.initSign(pair.getPrivate());
            signature.update(signed.getBytes(StandardCharsets.US_ASCII));
            return signed
                    + "."
                    + Base64.getUrlEncoder().withoutPadding().encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String base64(JsonNode node) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(node.toString().getBytes(StandardCharsets.UTF_8));
    }
}
