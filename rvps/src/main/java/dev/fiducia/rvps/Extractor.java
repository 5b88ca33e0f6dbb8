package dev.fiducia.rvps;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.Map;

/// Reads the reference values out of the payload of one type of message.
@FunctionalInterface
interface Extractor {

    /// The values by name, in the order of the payload.
    Map<String, JsonNode> extract(String payload) throws RvpsException;
}
