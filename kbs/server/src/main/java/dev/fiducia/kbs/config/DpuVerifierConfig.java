package dev.fiducia.kbs.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// `[verifier.nvidia_dpu]` and Trustee's `verifier_config.nvidia_dpu_verifier`: the roots of DPUs,
/// and how old a session's certificate may be.
public record DpuVerifierConfig(List<Path> roots, Duration maxAge) {

    public DpuVerifierConfig {
        roots = List.copyOf(roots);
    }
}
