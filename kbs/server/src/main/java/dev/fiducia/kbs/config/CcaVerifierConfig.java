package dev.fiducia.kbs.config;

import java.nio.file.Path;
import java.util.List;

/// `[verifier.cca]`: files that name the platforms which are known, as Trustee's `ta-store`.
public record CcaVerifierConfig(List<Path> trustAnchors) {

    public CcaVerifierConfig {
        trustAnchors = List.copyOf(trustAnchors);
    }
}
