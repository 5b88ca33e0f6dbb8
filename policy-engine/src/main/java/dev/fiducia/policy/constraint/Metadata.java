package dev.fiducia.policy.constraint;

import java.util.Set;

/// What templates and constraints take from their `metadata`.
///
/// @param generation what `observedGeneration` of the status will say; 0 unless given
record Metadata(String name, long generation) {
    private static final Set<String> FIELDS =
            Set.of(
                    "annotations",
                    "creationTimestamp",
                    "deletionGracePeriodSeconds",
                    "deletionTimestamp",
                    "finalizers",
                    "generateName",
                    "generation",
                    "labels",
                    "managedFields",
                    "name",
                    "namespace",
                    "ownerReferences",
                    "resourceVersion",
                    "selfLink",
                    "uid");

    static Metadata read(Fields document) throws Refused {
        Fields metadata = document.requiredFields("metadata").only(FIELDS);
        return new Metadata(
                metadata.requiredText("name"), metadata.integer("generation").orElse(0L));
    }
}
