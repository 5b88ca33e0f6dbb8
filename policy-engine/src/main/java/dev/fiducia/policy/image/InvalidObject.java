package dev.fiducia.policy.image;

import java.util.List;
import java.util.stream.Collectors;

/// What a user of a cluster reads when an object is refused for its images.
///
/// @param name empty while the cluster has yet to generate it
public record InvalidObject(String kind, String name, List<FieldRefusal> refusals) {
    public InvalidObject {
        refusals = List.copyOf(refusals);
    }

    /// The message: one refusal follows on the same line, several follow one a line.
    @Override
    public String toString() {
        String start = "The " + kind + " \"" + name + "\" is invalid: ";
        if (refusals.size() == 1) {
            return start + refusals.getFirst();
        }
        return refusals.stream()
                .map(refusal -> "\n* " + refusal)
                .collect(Collectors.joining("", start, ""));
    }
}
