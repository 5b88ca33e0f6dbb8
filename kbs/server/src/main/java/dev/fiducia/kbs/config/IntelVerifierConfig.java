package dev.fiducia.kbs.config;

import dev.fiducia.attestation.intel.PcsSource;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// `[verifier.intel]` and Trustee's `verifier_config.dcap_verifier`: directories of collateral for
/// TDX and SGX, the service that is asked for what they lack, and which roots are trusted besides
/// Intel's.
public record IntelVerifierConfig(List<Path> collateral, List<Path> extraRoots, Optional<Pcs> pcs) {

    public IntelVerifierConfig {
        collateral = List.copyOf(collateral);
        extraRoots = List.copyOf(extraRoots);
    }

    /// Intel's service, or a PCCS.
    ///
    /// @param rootCrl where the root's CRL is if not there
    public record Pcs(URI url, Optional<URI> rootCrl, PcsSource.Update update) {}
}
