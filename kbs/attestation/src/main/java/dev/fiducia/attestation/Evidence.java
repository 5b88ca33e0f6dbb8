package dev.fiducia.attestation;

import com.fasterxml.jackson.databind.JsonNode;

/// The evidence of one attester, not yet verified.
public record Evidence(Tee tee, JsonNode content) {}
