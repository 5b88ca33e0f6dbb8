package dev.fiducia.guest;

import com.fasterxml.jackson.databind.JsonNode;

/// The body of a refusal. Both members have to be strings: the handshake starts only from such a
/// body.
record ErrorInformation(String type, String detail) {

    static ErrorInformation parse(KbsAnswer answer) throws GuestException {
        JsonNode body = answer.json("the body of a refusal");
        JsonNode type = body.path("type");
        JsonNode detail = body.path("detail");
        if (!type.isTextual() || !detail.isTextual()) {
            throw new GuestException(
                    GuestFailure.PROTOCOL,
                    "status " + answer.status() + " with a body that is no error information");
        }
        return new ErrorInformation(type.textValue(), detail.textValue());
    }

    String describe() {
        return type.substring(type.lastIndexOf('/') + 1) + ": " + detail;
    }
}
