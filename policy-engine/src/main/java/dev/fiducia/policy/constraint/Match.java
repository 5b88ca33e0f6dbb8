package dev.fiducia.policy.constraint;

/// What a constraint applies to: the criteria of `spec.match`, all of which must hold.
sealed interface Match permits KubernetesMatch, InitdataMatch {
    /// Whether the object, or the one that it replaces, meets the criteria. Refuses when that can't
    /// be told; the review then counts as violating.
    boolean matches(ReviewRequest review) throws Refused;
}
