package dev.fiducia.guest;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.Optional;

/// The body of a refusal. `type` and `detail` have to be strings: the handshake starts only from
/// such a body. `code` is this service's own addition.
record ErrorInformation(String type, String detail, Optional<String> code) {

    static ErrorInformation parse(KbsAnswer answer) throws GuestException {
        JsonNode body = answer.json("the body of a refusal");
        JsonNode type = body.path("type");
        JsonNode detail = body.path("detail");
        if (!type.isTextual() || !detail.isTextual()) {
            throw new GuestException(
                    GuestFailure.PROTOCOL,
                    "status " + answer.status() + " with a body that is no error information");
        }
        JsonNode code = body.path("code");
        return new ErrorInformation(
                type.textValue(),
                detail.textValue(),
                code.isTextual() ? Optional.of(code.textValue()) : Optional.empty());
    }

    String describe() {
        String variant = type.substring(type.lastIndexOf('/') + 1);
        return variant + ": " + detail + code.map(reason -> " (" + reason + ")").orElse("");
    }
}
