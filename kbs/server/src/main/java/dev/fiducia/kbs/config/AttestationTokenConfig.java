package dev.fiducia.kbs.config;

import java.nio.file.Path;
import java.util.List;

/// `[attestation_token]`: whose attestation tokens are believed, besides those that this service
/// signs itself, which always are. `trustedJwkSets` are `https://` or `file://` addresses or paths;
/// `extraTeeKeyPaths` are JSON pointers to the TEE key within the claims.
public record AttestationTokenConfig(
        List<Path> trustedCertsPaths,
        List<String> trustedJwkSets,
        List<String> extraTeeKeyPaths,
        boolean insecureHeaderJwk) {

    public AttestationTokenConfig {
        trustedCertsPaths = List.copyOf(trustedCertsPaths);
        trustedJwkSets = List.copyOf(trustedJwkSets);
        extraTeeKeyPaths = List.copyOf(extraTeeKeyPaths);
    }
}
