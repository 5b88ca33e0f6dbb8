package dev.fiducia.kbs.config;

import dev.fiducia.attestation.veraison.VeraisonConfig;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// `[verifier.cca]`: who says which platforms are genuine.
///
/// @param trustAnchors files that name the platforms which are known, as Trustee's `ta-store`; none
///   where a service is asked
/// @param veraison the service that is asked instead, if any
/// @param unknownRealms whether realms pass of whose image that service knows nothing
public record CcaVerifierConfig(
        List<Path> trustAnchors, Optional<VeraisonConfig> veraison, boolean unknownRealms) {

    public CcaVerifierConfig {
        trustAnchors = List.copyOf(trustAnchors);
    }
}
