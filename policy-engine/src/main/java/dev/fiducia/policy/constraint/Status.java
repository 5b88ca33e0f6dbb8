package dev.fiducia.policy.constraint;

import dev.fiducia.policy.value.RegoArray;
import dev.fiducia.policy.value.RegoBoolean;
import dev.fiducia.policy.value.RegoNumber;
import dev.fiducia.policy.value.RegoObject;
import dev.fiducia.policy.value.RegoString;

import java.util.List;

/// What became of a template or constraint that was handed in.
///
/// @param created whether it is in force
/// @param observedGeneration the `metadata.generation` that this is about
public record Status(boolean created, long observedGeneration, List<ConstraintError> errors) {
    public Status {
        errors = List.copyOf(errors);
    }

    /// The `status` of a template's document, as seen by one replica of the service.
    public RegoObject ofTemplate(String id) {
        return RegoObject.builder()
                .put("created", RegoBoolean.of(created))
                .put("observedGeneration", RegoNumber.of(observedGeneration))
                .put("byPod", RegoArray.of(byPod(id).build()))
                .build();
    }

    /// The `status` of a constraint's document, as seen by one replica of the service.
    public RegoObject ofConstraint(String id) {
        return RegoObject.of(
                "byPod", RegoArray.of(byPod(id).put("enforced", RegoBoolean.of(created)).build()));
    }

    private RegoObject.Builder byPod(String id) {
        RegoObject.Builder pod =
                RegoObject.builder()
                        .put("id", RegoString.of(id))
                        .put("observedGeneration", RegoNumber.of(observedGeneration));
        if (!errors.isEmpty()) {
            pod.put(
                    "errors",
                    RegoArray.copyOf(errors.stream().map(ConstraintError::toValue).toList()));
        }
        return pod;
    }
}
