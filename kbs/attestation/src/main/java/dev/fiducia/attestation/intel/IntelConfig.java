package dev.fiducia.attestation.intel;

import java.nio.file.Path;
import java.util.List;

/// How the verifiers of TDX and SGX are set up.
///
/// @param collateral directories, asked in this order; see [CollateralDirectory]
/// @param extraRoots PEM files with roots beside Intel's own, for simulated hardware
public record IntelConfig(List<Path> collateral, List<Path> extraRoots) {

    /// Copies the lists.
    public IntelConfig {
        collateral = List.copyOf(collateral);
        extraRoots = List.copyOf(extraRoots);
    }
}
