package dev.fiducia.kbs.config;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// `[verifier.nvidia]` and Trustee's `verifier_config.nvidia_verifier`: who verifies NVIDIA
/// devices.
///
/// @param service the remote attestation service; empty where devices are verified here
/// @param extraRoots roots trusted besides NVIDIA's
public record NvidiaVerifierConfig(Optional<URI> service, List<Path> extraRoots) {

    public NvidiaVerifierConfig {
        extraRoots = List.copyOf(extraRoots);
    }
}
