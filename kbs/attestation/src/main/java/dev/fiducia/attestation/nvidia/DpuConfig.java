package dev.fiducia.attestation.nvidia;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// How DPUs are verified.
///
/// @param roots PEM files with the manufacturer's root certificates; without one all evidence is
///   refused
/// @param maxAge how long after it was made a session's (alias) certificate counts
public record DpuConfig(List<Path> roots, Duration maxAge) {

    /// What a session's certificate may be old, unless configured otherwise.
    public static final Duration HOUR = Duration.ofHours(1);

    public DpuConfig {
        roots = List.copyOf(roots);
    }
}
