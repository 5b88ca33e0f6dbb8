package dev.fiducia.attestation.token;

import com.fasterxml.jackson.databind.JsonNode;

import dev.fiducia.attestation.Refusal;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;

/// The dates of a token: `exp` is required, `nbf` is respected, both with a minute of leeway.
///
/// A date is only ever compared: a sum with one such as `1e999999999` would have as many digits.
public final class TokenTimes {
    private static final BigDecimal LEEWAY = BigDecimal.valueOf(60);

    private TokenTimes() {}

    /// Why the claims don't hold at `now`, or empty if they do.
    public static Optional<Refusal> refusal(JsonNode claims, Instant now) {
        BigDecimal seconds =
                BigDecimal.valueOf(now.getEpochSecond()).add(BigDecimal.valueOf(now.getNano(), 9));
        JsonNode exp = claims.path("exp");
        if (!exp.isNumber()) {
            return Optional.of(Refusal.at("token-expiry", "the token has no expiry date", "/exp"));
        }
        if (exp.decimalValue().compareTo(seconds.subtract(LEEWAY)) <= 0) {
            return Optional.of(Refusal.at("token-expired", "the token has expired", "/exp"));
        }
        JsonNode nbf = claims.path("nbf");
        if (nbf.isMissingNode()) {
            return Optional.empty();
        }
        if (!nbf.isNumber() || nbf.decimalValue().compareTo(seconds.add(LEEWAY)) > 0) {
            return Optional.of(
                    Refusal.at("token-not-yet-valid", "the token is not valid yet", "/nbf"));
        }
        return Optional.empty();
    }
}
