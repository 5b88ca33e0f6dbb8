package dev.fiducia.kbs.config;

import java.time.Duration;

/// `[attestation_service]`: the built-in attestation service. `sessionLifetime` is how long a
/// challenge and an attested session live.
public record AttestationServiceConfig(Duration sessionLifetime, TokenBrokerConfig tokenBroker) {}
