package dev.fiducia.policy.image;

import dev.fiducia.policy.value.RegoObject;

import java.util.List;
import java.util.Optional;

/// What was decided about an object: allowed only if there is no refusal.
///
/// @param verdicts one for each image that the object names
/// @param refusal what the user reads, if the object is refused
/// @param object the object with images in their exact form where the policy wants that
public record ImageDecision(
        List<ImageVerdict> verdicts, Optional<InvalidObject> refusal, RegoObject object) {
    public ImageDecision {
        verdicts = List.copyOf(verdicts);
    }

    public boolean isAllowed() {
        return refusal.isEmpty();
    }
}
