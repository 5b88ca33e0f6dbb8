package dev.fiducia.policy.image;

import java.util.Arrays;

/// What is done to find the exact image behind a reference.
public enum ResolutionType {
    /// It must be found, and takes the reference's place.
    REQUIRED_REWRITE("RequiredRewrite"),
    /// It must be found.
    REQUIRED("Required"),
    /// If it is found, it takes the reference's place.
    ATTEMPT_REWRITE("AttemptRewrite"),
    /// It is looked for.
    ATTEMPT("Attempt"),
    /// It is not looked for.
    DO_NOT_ATTEMPT("DoNotAttempt");

    private final String wireName;

    ResolutionType(String wireName) {
        this.wireName = wireName;
    }

    static ResolutionType parse(String name, String place) throws ImagePolicyException {
        for (ResolutionType type : values()) {
            if (type.wireName.equals(name)) {
                return type;
            }
        }
        throw new ImagePolicyException(
                place, "must be one of " + Arrays.stream(values()).map(t -> t.wireName).toList());
    }

    public String wireName() {
        return wireName;
    }

    boolean resolves() {
        return this != DO_NOT_ATTEMPT;
    }

    boolean isRequired() {
        return this == REQUIRED || this == REQUIRED_REWRITE;
    }

    boolean rewrites() {
        return this == REQUIRED_REWRITE || this == ATTEMPT_REWRITE;
    }
}
