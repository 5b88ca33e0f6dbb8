package dev.fiducia.attestation.token;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.fiducia.attestation.Refusal;
import dev.fiducia.attestation.StrictJson;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// A JWS in compact form, taken apart but not yet believed.
public final class CompactJws {
    /// Bearer tokens carry the claims of several devices; beyond this length nothing sensible is
    /// left.
    public static final int MAX_CHARACTERS = 1 << 20;

    /// Header members that point at keys elsewhere or change what is signed. None has a use here,
    /// so none is tolerated.
    private static final List<String> REFUSED_MEMBERS =
            List.of("jku", "x5u", "crit", "zip", "b64", "enc", "epk", "p2s", "p2c");

    private final ObjectNode header;
    private final JwsAlgorithm algorithm;
    private final byte[] payload;
    private final byte[] signature;
    private final byte[] signingInput;

    private CompactJws(
            ObjectNode header,
            JwsAlgorithm algorithm,
            byte[] payload,
            byte[] signature,
            byte[] signingInput) {
        this.header = header;
        this.algorithm = algorithm;
        this.payload = payload;
        this.signature = signature;
        this.signingInput = signingInput;
    }

    /// Either a token or the reason why there is none.
    public sealed interface Result {
        /// Well formed; the signature is not yet checked.
        record Parsed(CompactJws jws) implements Result {}

        /// Malformed, or with a header that is never accepted.
        record Malformed(Refusal refusal) implements Result {}
    }

    /// Takes a token apart. The encoding is strict: one text only for each header, payload and
    /// signature.
    public static Result parse(String token) {
        if (token.length() > MAX_CHARACTERS) {
            return malformed("the token is longer than " + MAX_CHARACTERS + " characters");
        }
        int first = token.indexOf('.');
        int last = token.lastIndexOf('.');
        if (first < 0 || last == first || token.indexOf('.', first + 1) != last) {
            return malformed("a compact JWS has three parts");
        }
        Optional<byte[]> header = Base64Url.decode(token.substring(0, first));
        Optional<byte[]> payload = Base64Url.decode(token.substring(first + 1, last));
        Optional<byte[]> signature = Base64Url.decode(token.substring(last + 1));
        if (header.isEmpty() || payload.isEmpty() || signature.isEmpty()) {
            return malformed("a part of the token is not base64url");
        }
        byte[] signingInput = token.substring(0, last).getBytes(StandardCharsets.US_ASCII);
        return switch (StrictJson.read(header.get())) {
            case StrictJson.Result.Unreadable _ -> malformed("the header is not JSON");
            case StrictJson.Result.Read(JsonNode node) ->
                    withHeader(node, payload.get(), signature.get(), signingInput);
        };
    }

    private static Result withHeader(
            JsonNode node, byte[] payload, byte[] signature, byte[] signingInput) {
        if (!(node instanceof ObjectNode header)) {
            return malformed("the header is not an object");
        }
        for (String member : REFUSED_MEMBERS) {
            if (header.has(member)) {
                return refused("token-header", "the header member " + member + " is not accepted");
            }
        }
        if (header.has("typ") && !header.path("typ").asText().equalsIgnoreCase("JWT")) {
            return refused("token-header", "the token is of another type than JWT");
        }
        Optional<JwsAlgorithm> algorithm =
                header.path("alg").isTextual()
                        ? JwsAlgorithm.named(header.path("alg").textValue())
                        : Optional.empty();
        return algorithm
                .<Result>map(known ->
                        new Result.Parsed(
                                new CompactJws(header, known, payload, signature, signingInput)))
                .orElseGet(() ->
                        refused("token-algorithm", "the token's alg is not one that is accepted"));
    }

    /// The header, which nothing vouches for.
    public ObjectNode header() {
        return header.deepCopy();
    }

    /// The algorithm that the header names.
    public JwsAlgorithm algorithm() {
        return algorithm;
    }

    /// The header's `kid`, if it has one.
    public Optional<String> keyId() {
        return Optional.ofNullable(header.path("kid").textValue());
    }

    /// The claims, if `key` is for the token's algorithm and its signature holds.
    public Verification verify(VerificationKey key) {
        if (key.algorithm() != algorithm) {
            return new Verification.Failed(
                    Refusal.of("token-algorithm", "the token's alg is not the one of its key"));
        }
        if (!key.verifies(signingInput, signature)) {
            return new Verification.Failed(
                    Refusal.of("token-signature", "the token's signature does not verify"));
        }
        return StrictJson.read(payload) instanceof StrictJson.Result.Read(ObjectNode claims)
                ? new Verification.Signed(claims)
                : new Verification.Failed(
                        Refusal.of("token-malformed", "the payload is not a JSON object"));
    }

    /// What a signature check gives.
    public sealed interface Verification {
        /// The claims are the key owner's; dates and meaning are not yet checked.
        record Signed(ObjectNode claims) implements Verification {}

        /// The token is not the key owner's.
        record Failed(Refusal refusal) implements Verification {}
    }

    private static Result malformed(String message) {
        return refused("token-malformed", message);
    }

    private static Result refused(String code, String message) {
        return new Result.Malformed(Refusal.of(code, message));
    }
}
