package dev.fiducia.attestation.appraisal;

import com.fasterxml.jackson.databind.JsonNode;

/// A claim that a policy adds to its appraisal.
///
/// @param name the claim's name in JSON tokens
/// @param key its key in CBOR tokens, unique with the name
/// @param value anything
public record Extension(String name, int key, JsonNode value) {}
