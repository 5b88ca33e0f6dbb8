package dev.fiducia.attestation.veraison;

import dev.fiducia.attestation.Refusal;
import dev.fiducia.attestation.StrictJson;
import dev.fiducia.attestation.collateral.HttpAnswer;
import dev.fiducia.attestation.evidence.JsonPlace;
import dev.fiducia.attestation.evidence.RefusedException;

/// What the service answers: JSON, or nothing that counts.
final class Answers {

    static final String MALFORMED = "veraison-answer-malformed";

    private Answers() {}

    /// The answer's document.
    ///
    /// @param name what it is, for places
    static JsonPlace document(HttpAnswer answer, String name) throws RefusedException {
        return document(ok(answer).body(), name);
    }

    /// The answer, if it is one.
    static HttpAnswer.Ok ok(HttpAnswer answer) throws RefusedException {
        return switch (answer) {
            case HttpAnswer.Ok ok -> ok;
            case HttpAnswer.NotThere(String reason) -> throw unavailable(reason);
            case HttpAnswer.Failed(String reason) -> throw unavailable(reason);
        };
    }

    static JsonPlace document(byte[] json, String name) throws RefusedException {
        return switch (StrictJson.read(json)) {
            case StrictJson.Result.Read(var document) -> new JsonPlace(document, name, MALFORMED);
            case StrictJson.Result.Unreadable(Refusal refusal) ->
                    throw RefusedException.at(MALFORMED, refusal.message(), name);
        };
    }

    static RefusedException unavailable(String reason) {
        return RefusedException.of(
                "veraison-unavailable", "The Veraison service can't be asked: " + reason);
    }
}
