package dev.fiducia.kbs.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// `[attestation_service.attestation_token_broker]`: how attestation results are written and
/// signed. Without `signer` the service makes its own P-256 key and keeps it in the store.
public record TokenBrokerConfig(
        Duration duration,
        String issuerName,
        String developerName,
        String buildName,
        String profileName,
        boolean verboseToken,
        Optional<Signer> signer) {

    /// An EC P-256 key (PEM), its certificate chain (PEM, becomes `x5c`) and where to find that
    /// chain (becomes `x5u`).
    public record Signer(Path keyPath, Optional<Path> certPath, Optional<String> certUrl) {}
}
