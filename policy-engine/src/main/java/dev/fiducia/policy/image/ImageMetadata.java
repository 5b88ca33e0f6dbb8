package dev.fiducia.policy.image;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Map;

/// What is known of one image that has been imported.
///
/// @param digest the digest of its manifest
/// @param repository where it is pulled from; tag and digest in it do not count
/// @param labels labels of the image object
/// @param dockerLabels labels in the image's configuration, or null if that is not known
/// @param annotations annotations of the image object
/// @param created when it was built, or null if that is not known
public record ImageMetadata(
        ImageDigest digest,
        ImageReference repository,
        Map<String, String> labels,
        @Nullable Map<String, String> dockerLabels,
        Map<String, String> annotations,
        @Nullable Instant created) {
    public ImageMetadata {
        labels = Map.copyOf(labels);
        dockerLabels = dockerLabels == null ? null : Map.copyOf(dockerLabels);
        annotations = Map.copyOf(annotations);
    }
}
