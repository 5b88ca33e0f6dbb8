package dev.fiducia.rvps;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.Map;

/// Reads the reference values out of the payload of one type of message (specification of the
/// attestation service, section 3.3). None verifies a signature: the administrator who registers
/// the message vouches for it.
@FunctionalInterface
public interface Extractor {

    /// The values by name, in the order of the payload.
    ///
    /// @param payload as the message has it, base64 in all of the known types
    Map<String, JsonNode> extract(String payload) throws RvpsException;
}
