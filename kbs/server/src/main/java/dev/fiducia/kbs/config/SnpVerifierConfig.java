package dev.fiducia.kbs.config;

import dev.fiducia.attestation.snp.RevocationChecks;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/// `[verifier.snp]` and Trustee's `verifier_config.snp_verifier`: where chip certificates come from
/// when evidence brings none, in the order they are asked, and which roots are trusted besides
/// AMD's.
///
/// @param revocations whether AMD's lists of revoked certificates count
public record SnpVerifierConfig(
        List<VcekSource> vcekSources, List<Path> extraRoots, RevocationChecks revocations) {

    public SnpVerifierConfig {
        vcekSources = List.copyOf(vcekSources);
        extraRoots = List.copyOf(extraRoots);
    }

    /// Where a VCEK is looked up.
    public sealed interface VcekSource {

        /// AMD's key distribution service, or a mirror of it.
        record Kds(URI baseUrl) implements VcekSource {}

        /// A directory laid out as Trustee's offline store.
        record OfflineStore(Path path) implements VcekSource {}
    }
}
