package dev.fiducia.guest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.fiducia.attestation.StrictJson;

import java.util.Base64;
import java.util.List;

/// What a successful handshake gives: a JWT. A guest reads its claims but has no key to check its
/// signature with.
public final class AttestationToken {

    private final String compact;
    private final ObjectNode claims;

    private AttestationToken(String compact, ObjectNode claims) {
        this.compact = compact;
        this.claims = claims;
    }

    /// The token as it goes into an `Authorization` header.
    public String compact() {
        return compact;
    }

    /// The claims, unverified.
    public ObjectNode claims() {
        return claims.deepCopy();
    }

    /// Reads a token as strictly as real clients do, which refuse claims of another type.
    static AttestationToken parse(String compact) throws GuestException {
        String[] parts = compact.split("\\.", -1);
        if (parts.length != 3) {
            throw malformed("it has no three parts");
        }
        ObjectNode claims = claims(parts[1]);
        for (String name : List.of("iat", "exp", "nbf")) {
            JsonNode value = claims.path(name);
            if (!value.isMissingNode() && !(value.isNumber() && value.doubleValue() >= 0)) {
                throw malformed(name + " is no time");
            }
        }
        for (String name : List.of("iss", "sub", "jti", "nonce")) {
            JsonNode value = claims.path(name);
            if (!value.isMissingNode() && !value.isTextual()) {
                throw malformed(name + " is no string");
            }
        }
        JsonNode audience = claims.path("aud");
        if (!audience.isMissingNode() && !audience.isTextual() && !audience.isArray()) {
            throw malformed("aud is neither string nor array");
        }
        return new AttestationToken(compact, claims);
    }

    private static ObjectNode claims(String part) throws GuestException {
        if (part.indexOf('=') >= 0) {
            throw malformed("its claims have padding");
        }
        byte[] json;
        try {
            json = Base64.getUrlDecoder().decode(part);
        } catch (IllegalArgumentException _) {
            throw malformed("its claims are not base64url");
        }
        if (StrictJson.read(json) instanceof StrictJson.Result.Read(ObjectNode claims)) {
            return claims;
        }
        throw malformed("its claims are no JSON object");
    }

    private static GuestException malformed(String why) {
        return new GuestException(GuestFailure.PROTOCOL, "the token is malformed: " + why);
    }

    @Override
    public String toString() {
        return "AttestationToken[" + claims.path("jti").asText("?") + "]";
    }
}
