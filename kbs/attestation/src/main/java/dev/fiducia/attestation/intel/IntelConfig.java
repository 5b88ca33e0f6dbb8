package dev.fiducia.attestation.intel;

import dev.fiducia.attestation.collateral.CollateralService;
import dev.fiducia.attestation.collateral.CollateralSettings;
import dev.fiducia.crypto.CryptoSuite;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// How the verifiers of TDX and SGX are set up.
///
/// @param collateral directories; see [CollateralDirectory]. Not looked at where there is a service
/// @param extraRoots PEM files with roots beside Intel's own, for simulated hardware
/// @param service that all verifiers share; empty for one of its own over the directories
public record IntelConfig(
        List<Path> collateral, List<Path> extraRoots, Optional<CollateralService> service) {

    /// Copies the lists.
    public IntelConfig {
        collateral = List.copyOf(collateral);
        extraRoots = List.copyOf(extraRoots);
    }

    /// Directories alone.
    public IntelConfig(List<Path> collateral, List<Path> extraRoots) {
        this(collateral, extraRoots, Optional.empty());
    }

    CollateralService open(CryptoSuite crypto, InstantSource clock) throws IntelSetupException {
        if (service.isPresent()) {
            return service.get();
        }
        return new CollateralService(
                List.of(IntelAuthority.create(extraRoots, crypto)),
                CollateralDirectory.all(collateral, crypto),
                Optional.empty(),
                CollateralSettings.defaults(),
                clock);
    }
}
