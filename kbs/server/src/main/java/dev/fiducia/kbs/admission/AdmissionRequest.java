package dev.fiducia.kbs.admission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.fiducia.attestation.StrictJson;
import dev.fiducia.kbs.api.ApiProblem;

import java.util.Set;

/// What an API server asks about a pod.
///
/// @param apiVersion of the review, in which it has to be answered
/// @param uid names the request, and has to be in the answer
record AdmissionRequest(String apiVersion, String uid, String operation, Pod pod) {
    private static final Set<String> VERSIONS =
            Set.of("admission.k8s.io/v1", "admission.k8s.io/v1beta1");

    /// @throws ApiProblem if it is no review of a pod that is created or updated. The API server
    ///   then does what the webhook's `failurePolicy` says
    static AdmissionRequest parse(byte[] body) throws ApiProblem {
        JsonNode review =
                switch (StrictJson.read(body)) {
                    case StrictJson.Result.Read(JsonNode read) -> read;
                    case StrictJson.Result.Unreadable(var refusal) ->
                            throw malformed(refusal.message());
                };
        String apiVersion = review.path("apiVersion").asText();
        if (!VERSIONS.contains(apiVersion)
                || !review.path("kind").asText().equals("AdmissionReview")) {
            throw malformed("not an AdmissionReview of admission.k8s.io/v1 or v1beta1");
        }
        JsonNode request = review.path("request");
        String uid = request.path("uid").asText();
        String operation = request.path("operation").asText();
        if (uid.isEmpty() || uid.length() > 128) {
            throw malformed("request.uid must be a text of 1 to 128 characters");
        }
        if (!Set.of("CREATE", "UPDATE").contains(operation)) {
            throw malformed("pods are judged when they are created or updated");
        }
        if (!request.path("kind").path("kind").asText().equals("Pod")
                || !request.path("kind").path("group").asText().isEmpty()
                || !(request.path("object") instanceof ObjectNode object)) {
            throw malformed("only pods are judged here: let the webhook's rules name pods alone");
        }
        return new AdmissionRequest(
                apiVersion, uid, operation, Pod.of(object, request.path("namespace").asText()));
    }

    private static ApiProblem malformed(String message) {
        return new ApiProblem(400, "admission-review-malformed", message);
    }
}
