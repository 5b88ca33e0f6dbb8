package dev.fiducia.kbs.config;

import dev.fiducia.attestation.collateral.CollateralSettings;
import dev.fiducia.attestation.collateral.HttpSettings;

import java.nio.file.Path;
import java.util.List;

/// `[verifier.collateral]`: how collateral of all vendors is kept and fetched.
///
/// @param bundles files of signed bundles
/// @param bundleKeys PEM files of the keys whose signature counts
/// @param prefetch what to have before anyone asks: `tdx:50806F000000`, `sgx:…`, `snp:Milan`
public record CollateralConfig(
        CollateralSettings settings,
        HttpSettings http,
        List<Path> bundles,
        List<Path> bundleKeys,
        List<String> prefetch) {

    public CollateralConfig {
        bundles = List.copyOf(bundles);
        bundleKeys = List.copyOf(bundleKeys);
        prefetch = List.copyOf(prefetch);
    }
}
