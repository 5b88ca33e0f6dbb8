package dev.fiducia.kbs.handshake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import dev.fiducia.attestation.Tee;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/// The hash that the guest is told to bind its evidence with, in the challenge's `extra-params`.
///
/// Only IBM Secure Execution differs from the default, SHA-384, which guests take when the answer
/// is the empty string. It needs SHA-512; a guest that lists what it has must list that.
final class HashNegotiation {
    private static final String SUPPORTED = "supported-hash-algorithms";
    private static final String SELECTED = "selected-hash-algorithm";
    private static final String SE_HASH = "sha512";

    private HashNegotiation() {}

    static JsonNode answer(Tee tee, JsonNode extraParams) throws MessageException {
        if (tee != Tee.SE || !extraParams.isObject() || !extraParams.has(SUPPORTED)) {
            return JsonNodeFactory.instance.textNode("");
        }
        JsonNode offered = extraParams.get(SUPPORTED);
        if (!offered.isArray()) {
            throw new MessageException(SUPPORTED + " must be an array");
        }
        Set<String> names =
                StreamSupport.stream(offered.spliterator(), false)
                        .map(JsonNode::asText)
                        .collect(Collectors.toSet());
        if (!names.contains(SE_HASH)) {
            throw new MessageException(SUPPORTED + " must contain " + SE_HASH);
        }
        return JsonNodeFactory.instance.objectNode().put(SELECTED, SE_HASH);
    }
}
