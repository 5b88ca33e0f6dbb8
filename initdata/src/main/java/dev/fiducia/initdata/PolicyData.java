package dev.fiducia.initdata;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.Optional;

/// The data that an agent policy carries for its own rules: the value of its one definition of
/// `policy_data`.
final class PolicyData {

    private PolicyData() {}

    static Optional<JsonNode> of(String policy) {
        return Optional.empty();
    }
}
