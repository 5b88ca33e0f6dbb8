package dev.fiducia.attestation.appraisal;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.Optional;

/// The reference values of one appraisal: every policy of it sees the same ones.
@FunctionalInterface
public interface ReferenceLookup {
    /// The value in force under a name.
    Optional<JsonNode> find(String name);
}
