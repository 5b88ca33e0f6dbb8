package dev.fiducia.policy.constraint;

/// Where a reviewed object comes from.
public enum Source {
    /// Somebody asked for the object itself.
    ORIGINAL("Original"),
    /// Worked out from another object, such as the pods that a deployment will make.
    GENERATED("Generated");

    private final String text;

    Source(String text) {
        this.text = text;
    }

    String text() {
        return text;
    }
}
