package dev.fiducia.attestation.token;

import java.time.Duration;

/// What our tokens say about themselves and how long they hold (`attestation_token_broker`).
///
/// @param lifetime from issue to expiry
/// @param issuer the value of `iss`
/// @param developer who made the verifier
/// @param build which build it is
/// @param profile the value of `eat_profile`
/// @param verbose whether the token repeats the additional evidence as the guest sent it
public record TokenProfile(
        Duration lifetime,
        String issuer,
        String developer,
        String build,
        String profile,
        boolean verbose) {
    public TokenProfile {
        if (lifetime.isNegative() || lifetime.isZero()) {
            throw new IllegalArgumentException("a token that never holds");
        }
    }

    /// Trustee's defaults, which relying parties know.
    public static TokenProfile standard() {
        return new TokenProfile(
                Duration.ofMinutes(5),
                "CoCo-Attestation-Service",
                "https://confidentialcontainers.org",
                "fiducia 0.1.0",
                "tag:github.com,2024:confidential-containers/Trustee",
                true);
    }
}
