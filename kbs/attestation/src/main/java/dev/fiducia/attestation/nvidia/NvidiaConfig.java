package dev.fiducia.attestation.nvidia;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// Who verifies devices.
public sealed interface NvidiaConfig {

    /// Fiducia does, without asking anyone: GPUs of Hopper.
    ///
    /// @param extraRoots PEM files with roots beside NVIDIA's own, for simulated hardware
    record Local(List<Path> extraRoots) implements NvidiaConfig {
        public Local {
            extraRoots = List.copyOf(extraRoots);
        }
    }

    /// NVIDIA's remote attestation service does.
    ///
    /// @param service what `/gpu` and `/switch` are put behind
    /// @param timeout for one exchange with it
    record Remote(URI service, Duration timeout) implements NvidiaConfig {

        /// Where NVIDIA's own is.
        public static final URI NRAS = URI.create("https://nras.attestation.nvidia.com/v4/attest");

        /// The service at an address, with the timeout that its attesters use.
        public static Remote at(URI service) {
            return new Remote(service, Duration.ofSeconds(60));
        }
    }
}
