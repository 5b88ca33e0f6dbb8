package dev.fiducia.attestation.veraison;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.fiducia.attestation.Refusal;
import dev.fiducia.attestation.evidence.JsonPlace;
import dev.fiducia.attestation.evidence.RefusedException;
import dev.fiducia.attestation.token.CompactJws;
import dev.fiducia.attestation.token.JwsAlgorithm;
import dev.fiducia.attestation.token.TokenTimes;
import dev.fiducia.attestation.token.VerificationKey;
import dev.fiducia.crypto.CryptoSuite;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// An attestation result that the service signed for this challenge.
///
/// @param submods what it says of each part of the attester, by name
public record Ear(Map<String, Submod> submods) {

    private static final String CODE = "veraison-result-malformed";
    private static final int MAX_CHALLENGE = 64;
    private static final int MAX_SUBMODS = 16;

    public Ear {
        submods = Map.copyOf(submods);
    }

    /// The result in a token.
    ///
    /// It is fresh because it holds the challenge; dates are respected where it has some, since
    /// Veraison's have no end.
    static Ear verified(
            String token, VerificationKey key, byte[] challenge, Instant now, CryptoSuite crypto)
            throws RefusedException {
        ObjectNode claims = signed(token, key);
        if (claims.has("exp") || claims.has("nbf")) {
            Optional<Refusal> outOfTime = TokenTimes.refusal(claims, now);
            if (outOfTime.isPresent()) {
                throw new RefusedException(outOfTime.get());
            }
        }
        JsonPlace root = new JsonPlace(claims, "result", CODE);
        byte[] nonce = root.member("eat_nonce").base64UrlUpTo(MAX_CHALLENGE);
        if (!crypto.constantTimeEquals(nonce, challenge)) {
            throw RefusedException.of(
                    "report-data-mismatch",
                    "The result of the Veraison service is for another challenge");
        }
        return new Ear(submods(root.member("submods")));
    }

    /// What is said of one part.
    public Submod submod(String name) throws RefusedException {
        Submod found = submods.get(name);
        if (found == null) {
            throw RefusedException.of(CODE, "The result says nothing of " + name);
        }
        return found;
    }

    private static ObjectNode signed(String token, VerificationKey key) throws RefusedException {
        CompactJws jws =
                switch (CompactJws.parse(token)) {
                    case CompactJws.Result.Parsed(CompactJws parsed) -> parsed;
                    case CompactJws.Result.Malformed(Refusal refusal) ->
                            throw new RefusedException(refusal);
                };
        if (jws.algorithm() != JwsAlgorithm.ES256) {
            throw RefusedException.of(
                    "token-algorithm", "The result of the Veraison service is not under ES256");
        }
        return switch (jws.verify(key)) {
            case CompactJws.Verification.Signed(ObjectNode claims) -> claims;
            case CompactJws.Verification.Failed(Refusal refusal) ->
                    throw new RefusedException(refusal);
        };
    }

    private static Map<String, Submod> submods(JsonPlace all) throws RefusedException {
        if (!(all.node() instanceof ObjectNode object) || object.size() > MAX_SUBMODS) {
            throw all.refused("is not an object of at most " + MAX_SUBMODS + " members");
        }
        Map<String, Submod> submods = new TreeMap<>();
        for (Map.Entry<String, JsonNode> entry : object.properties()) {
            submods.put(entry.getKey(), Submod.parse(all.member(entry.getKey())));
        }
        return submods;
    }
}
