package dev.fiducia.kbs.registry;

import com.fasterxml.jackson.databind.JsonNode;

import dev.fiducia.attestation.StrictJson;
import dev.fiducia.initdata.InitdataDocument;
import dev.fiducia.initdata.InitdataException;
import dev.fiducia.initdata.lint.Submission;
import dev.fiducia.kbs.api.AdminCall;
import dev.fiducia.kbs.api.ApiProblem;

import java.nio.charset.StandardCharsets;

/// A document as a request brings it: the TOML text or the annotation as the body, or either of
/// them in JSON, as `{"toml": …}` or `{"annotation": …}`.
final class SubmittedDocument {
    private SubmittedDocument() {}

    static Submission of(AdminCall call) throws ApiProblem {
        String type = call.header("Content-Type").orElse("");
        if (!type.startsWith("application/json")) {
            return Submission.of(call.body());
        }
        if (!(StrictJson.read(call.body()) instanceof StrictJson.Result.Read(JsonNode json))
                || !json.isObject()
                || json.size() != 1) {
            throw malformed();
        }
        String text =
                json.has("toml")
                        ? json.path("toml").textValue()
                        : json.path("annotation").textValue();
        if (text == null) {
            throw malformed();
        }
        return Submission.of(text.getBytes(StandardCharsets.UTF_8));
    }

    private static ApiProblem malformed() {
        return new ApiProblem(
                400,
                "bad-body",
                "a JSON body is {\"toml\": \"…\"} or {\"annotation\": \"…\"}, with one of them");
    }

    /// The document, if guests would take it and it is not larger than allowed.
    static InitdataDocument document(Submission submission, int maxBytes) throws ApiProblem {
        InitdataDocument document;
        try {
            document = submission.document();
        } catch (InitdataException e) {
            String place = e.place().map(at -> at + ": ").orElse("");
            throw new ApiProblem(422, "initdata-" + e.code(), place + e.getMessage());
        }
        if (document.size() > maxBytes) {
            throw new ApiProblem(
                    422,
                    "initdata-document-too-large",
                    "the document has %d bytes, %d are allowed (initdata.max_document_kib)"
                            .formatted(document.size(), maxBytes));
        }
        return document;
    }
}
