package dev.fiducia.guest;

import com.fasterxml.jackson.databind.JsonNode;

import dev.fiducia.attestation.StrictJson;

import java.util.Optional;

/// One answer of the service.
final class KbsAnswer {

    private final int status;
    private final byte[] body;
    private final Optional<String> sessionCookie;

    KbsAnswer(int status, byte[] body, Optional<String> sessionCookie) {
        this.status = status;
        this.body = body;
        this.sessionCookie = sessionCookie;
    }

    int status() {
        return status;
    }

    /// The value of the session cookie that this answer sets.
    Optional<String> sessionCookie() {
        return sessionCookie;
    }

    String text() {
        return new String(body, java.nio.charset.StandardCharsets.UTF_8);
    }

    JsonNode json(String what) throws GuestException {
        return switch (StrictJson.read(body)) {
            case StrictJson.Result.Read(JsonNode document) -> document;
            case StrictJson.Result.Unreadable(var refusal) ->
                    throw new GuestException(
                            GuestFailure.PROTOCOL,
                            what + " (status " + status + ") is not JSON: " + refusal.message());
        };
    }
}
