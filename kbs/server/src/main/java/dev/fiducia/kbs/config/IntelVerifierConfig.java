package dev.fiducia.kbs.config;

import java.nio.file.Path;
import java.util.List;

/// `[verifier.intel]`: directories of collateral for TDX and SGX, in the order they are asked, and
/// which roots are trusted besides Intel's.
public record IntelVerifierConfig(List<Path> collateral, List<Path> extraRoots) {

    public IntelVerifierConfig {
        collateral = List.copyOf(collateral);
        extraRoots = List.copyOf(extraRoots);
    }
}
