package dev.fiducia.policy.image;

import org.jspecify.annotations.Nullable;

/// What became of a reference that was looked up.
sealed interface Resolution {
    /// The reference's exact form, with its image unless only the stream exists.
    ///
    /// @param local whether a bare name led to a stream of the own project
    record Found(
            ImageReference name, @Nullable ImageMetadata image, boolean integrated, boolean local)
            implements Resolution {}

    /// Nothing was found, or nobody could tell.
    record Failed(String message) implements Resolution {}
}
