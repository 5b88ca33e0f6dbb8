package dev.fiducia.kbs.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.fiducia.attestation.token.CompactJws;
import dev.fiducia.attestation.token.TokenTimes;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// Verifies admin tokens: signature under a configured key, lifetime, issuer, audience, role.
final class TokenVerifier {
    private static final String DENIED = "Admin access denied: ";

    /// Claims of attestation results. A token with one of them is refused here, even where its key
    /// is trusted: an attested guest is no administrator.
    private static final List<String> ATTESTATION_CLAIMS =
            List.of("eat_profile", "submods", "ear.verifier-id", "tee-pubkey");

    private final InstantSource clock;
    private final List<TrustedIssuer> issuers;

    TokenVerifier(InstantSource clock, List<TrustedIssuer> issuers) {
        this.clock = clock;
        this.issuers = List.copyOf(issuers);
    }

    AdminDecision verify(String compact) {
        return switch (CompactJws.parse(compact)) {
            case CompactJws.Result.Malformed _ -> unverified("admin-token-malformed");
            // A token that brings its own key proves nothing.
            case CompactJws.Result.Parsed(CompactJws jws) when jws.header().has("jwk") ->
                    unverified("admin-token-malformed");
            case CompactJws.Result.Parsed(CompactJws jws) ->
                    issuers.stream()
                            .flatMap(issuer -> issuer.claims(jws).stream())
                            .findFirst()
                            .map(this::judge)
                            .orElseGet(() -> unverified("admin-token-untrusted"));
        };
    }

    private AdminDecision judge(ObjectNode claims) {
        if (TokenTimes.refusal(claims, clock.instant()).isPresent()) {
            return unverified("admin-token-expired");
        }
        if (ATTESTATION_CLAIMS.stream().anyMatch(claims::has)) {
            return unverified("admin-token-is-attestation");
        }
        return text(claims, "role")
                .<AdminDecision>map(role ->
                        new AdminDecision.Granted(
                                new AdminIdentity(role, text(claims, "iss"), text(claims, "sub"))))
                .orElseGet(() ->
                        new AdminDecision.Denied(
                                "admin-role-missing",
                                DENIED + "Missing required `role` claim in JWT"));
    }

    private static Optional<String> text(JsonNode claims, String name) {
        return Optional.ofNullable(claims.path(name).textValue());
    }

    /// One sentence for all: who probes learns nothing. The code is for the log.
    private static AdminDecision unverified(String code) {
        return new AdminDecision.Denied(
                code, DENIED + "Cannot verify token with any of the issuers");
    }
}
