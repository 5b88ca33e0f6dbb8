package dev.fiducia.kbs.handshake;

import com.fasterxml.jackson.databind.JsonNode;

/// The body of `POST /auth`. Members that the protocol doesn't know are ignored.
record AuthMessage(String version, String tee, JsonNode extraParams) {

    static AuthMessage parse(byte[] body) throws MessageException {
        JsonNode root = Messages.object(body);
        JsonNode extraParams = root.get("extra-params");
        if (extraParams == null) {
            throw new MessageException("extra-params is missing");
        }
        return new AuthMessage(
                Messages.text(root, "version"), Messages.text(root, "tee"), extraParams);
    }
}
