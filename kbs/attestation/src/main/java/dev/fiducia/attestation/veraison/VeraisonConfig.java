package dev.fiducia.attestation.veraison;

import dev.fiducia.attestation.collateral.HttpSettings;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/// Where a Veraison service is, and whose results count.
///
/// @param service scheme and authority of the service; nothing else is ever asked
/// @param key a file with the JWK (P-256) that signs its results; empty to believe the key that the
///   service names itself, which is worth as much as the TLS it comes over
/// @param http how it is reached; the time is that for one exchange and for the whole session
public record VeraisonConfig(URI service, Optional<Path> key, HttpSettings http) {}
