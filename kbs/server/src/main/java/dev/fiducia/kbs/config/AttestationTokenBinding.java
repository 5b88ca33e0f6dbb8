package dev.fiducia.kbs.config;

import dev.fiducia.kbs.config.ConfigProblem.Code;

import java.util.List;

/// Reads `[attestation_token]`.
final class AttestationTokenBinding {
    private AttestationTokenBinding() {}

    static AttestationTokenConfig bind(Section token) {
        List<String> pointers = token.texts("extra_teekey_paths");
        if (!pointers.stream().allMatch(p -> p.startsWith("/"))) {
            token.problem(
                    Code.BAD_VALUE,
                    "extra_teekey_paths",
                    "expected JSON pointers, which begin with \"/\"");
        }
        boolean insecure = token.truth("insecure_header_jwk", false);
        if (insecure) {
            token.note(
                    "attestation_token.insecure_header_jwk = true: whoever makes a key can make"
                            + " attestation tokens; this service's own tokens are trusted without it");
        }
        return new AttestationTokenConfig(
                token.files("trusted_certs_paths"), sets(token), pointers, insecure);
    }

    private static List<String> sets(Section token) {
        List<String> sets = token.texts("trusted_jwk_sets");
        for (String set : sets) {
            if (set.contains("://") && !set.startsWith("https://") && !set.startsWith("file://")) {
                token.problem(
                        Code.BAD_VALUE,
                        "trusted_jwk_sets",
                        "\"" + set + "\": only https://, file:// and paths");
            }
        }
        return sets;
    }
}
