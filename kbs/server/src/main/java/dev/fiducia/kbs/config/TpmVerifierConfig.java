package dev.fiducia.kbs.config;

import java.nio.file.Path;
import java.util.List;

/// `[verifier.tpm]`: PEM files of the attestation keys that are known to live in TPMs.
public record TpmVerifierConfig(List<Path> trustedAks) {

    public TpmVerifierConfig {
        trustedAks = List.copyOf(trustedAks);
    }
}
