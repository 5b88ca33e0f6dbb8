package dev.fiducia.kbs.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.fiducia.attestation.token.CompactJws;

import java.math.BigDecimal;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// Verifies admin tokens: signature under a configured key, lifetime, issuer, audience, role.
final class TokenVerifier {
    private static final BigDecimal LEEWAY_SECONDS = BigDecimal.valueOf(60);
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
            case CompactJws.Result.Malformed _ -> unverified("admin_token_malformed");
            // A token that brings its own key proves nothing.
            case CompactJws.Result.Parsed(CompactJws jws) when jws.header().has("jwk") ->
                    unverified("admin_token_malformed");
            case CompactJws.Result.Parsed(CompactJws jws) ->
                    issuers.stream()
                            .flatMap(issuer -> issuer.claims(jws).stream())
                            .findFirst()
                            .map(this::judge)
                            .orElseGet(() -> unverified("admin_token_untrusted"));
        };
    }

    private AdminDecision judge(ObjectNode claims) {
        if (!isCurrent(claims)) {
            return unverified("admin_token_expired");
        }
        if (ATTESTATION_CLAIMS.stream().anyMatch(claims::has)) {
            return unverified("admin_token_is_attestation");
        }
        return text(claims, "role")
                .<AdminDecision>map(role ->
                        new AdminDecision.Granted(
                                new AdminIdentity(role, text(claims, "iss"), text(claims, "sub"))))
                .orElseGet(() ->
                        new AdminDecision.Denied(
                                "admin_role_missing",
                                DENIED + "Missing required `role` claim in JWT"));
    }

    private boolean isCurrent(JsonNode claims) {
        BigDecimal now = BigDecimal.valueOf(clock.instant().getEpochSecond());
        JsonNode exp = claims.path("exp");
        JsonNode nbf = claims.path("nbf");
        boolean expires =
                exp.isNumber() && exp.decimalValue().add(LEEWAY_SECONDS).compareTo(now) >= 0;
        boolean begun =
                nbf.isMissingNode()
                        || (nbf.isNumber()
                                && nbf.decimalValue().subtract(LEEWAY_SECONDS).compareTo(now) <= 0);
        return expires && begun;
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
