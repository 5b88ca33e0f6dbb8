package dev.fiducia.policy.image;

import org.jspecify.annotations.Nullable;

/// A configuration that can't be read: nothing may be allowed by it.
public final class ImagePolicyException extends Exception {
    private static final long serialVersionUID = 1;

    private final String place;
    private final String detail;

    ImagePolicyException(String place, String detail) {
        this(place, detail, null);
    }

    ImagePolicyException(String place, String detail, @Nullable Throwable cause) {
        super(place.isEmpty() ? detail : place + ": " + detail, cause);
        this.place = place;
        this.detail = detail;
    }

    /// The path of the field, `executionRules[0].name`; empty for the document as a whole.
    public String place() {
        return place;
    }

    /// What is wrong there, without the place.
    public String detail() {
        return detail;
    }
}
