package dev.fiducia.kbs.admission;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/// What the API server is told.
///
/// @param denials why the pod is not admitted; none if it is
/// @param warnings what users see although it is admitted
/// @param patch changes to the pod, as JSON Patch (RFC 6902)
record AdmissionAnswer(List<String> denials, List<String> warnings, Optional<ArrayNode> patch) {
    private static final int FORBIDDEN = 403;

    /// Kubernetes cuts warnings itself, all together at 4096 characters.
    private static final int LONGEST_WARNING = 250;

    AdmissionAnswer {
        denials = List.copyOf(denials);
        warnings = List.copyOf(warnings);
    }

    static AdmissionAnswer admitted() {
        return new AdmissionAnswer(List.of(), List.of(), Optional.empty());
    }

    static AdmissionAnswer denied(String reason) {
        return new AdmissionAnswer(List.of(reason), List.of(), Optional.empty());
    }

    ObjectNode toJson(AdmissionRequest request) {
        ObjectNode review = JsonNodeFactory.instance.objectNode();
        review.put("apiVersion", request.apiVersion());
        review.put("kind", "AdmissionReview");
        ObjectNode response = review.putObject("response");
        response.put("uid", request.uid());
        response.put("allowed", denials.isEmpty());
        if (!denials.isEmpty()) {
            response.putObject("status")
                    .put("code", FORBIDDEN)
                    .put("reason", "Forbidden")
                    .put("message", String.join("; ", denials));
        }
        if (!warnings.isEmpty()) {
            ArrayNode shown = response.putArray("warnings");
            warnings.forEach(warning -> shown.add(cut(warning)));
        }
        if (denials.isEmpty() && patch.isPresent()) {
            response.put("patchType", "JSONPatch");
            response.put(
                    "patch",
                    Base64.getEncoder()
                            .encodeToString(
                                    patch.get().toString().getBytes(StandardCharsets.UTF_8)));
        }
        return review;
    }

    private static String cut(String warning) {
        return warning.length() <= LONGEST_WARNING
                ? warning
                : warning.substring(0, LONGEST_WARNING - 1) + "…";
    }
}
