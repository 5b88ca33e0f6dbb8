package dev.fiducia.kbs.config;

import java.nio.file.Path;
import java.util.List;

/// `[verifier.hygon]`: where the certificates of chips lie, and which roots are trusted besides
/// Hygon's.
public record HygonVerifierConfig(List<Path> certificates, List<Path> extraRoots) {

    public HygonVerifierConfig {
        certificates = List.copyOf(certificates);
        extraRoots = List.copyOf(extraRoots);
    }
}
