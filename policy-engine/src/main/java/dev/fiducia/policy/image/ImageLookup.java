package dev.fiducia.policy.image;

import java.util.Optional;

/// Where imported images are found: a cluster's image streams, or a registry of our own.
public interface ImageLookup {
    /// The image with a digest; empty if it was never imported.
    Optional<ImageMetadata> image(ImageDigest digest) throws ImageLookupException;

    /// The image that a tag of a stream leads to now; empty if there is no such tag.
    Optional<Tagged> tag(String namespace, String stream, String tag) throws ImageLookupException;

    /// A stream as such; empty if there is none.
    Optional<Stream> stream(String namespace, String name) throws ImageLookupException;

    /// The image of a tag.
    ///
    /// @param local whether the stream lets itself be found by its bare name
    record Tagged(ImageMetadata image, boolean local) {}

    /// An image stream.
    ///
    /// @param local whether it lets itself be found by its bare name
    /// @param repository where the integrated registry serves it
    record Stream(boolean local, ImageReference repository) {}

    /// Nothing was ever imported.
    static ImageLookup none() {
        return new ImageLookup() {
            @Override
            public Optional<ImageMetadata> image(ImageDigest digest) {
                return Optional.empty();
            }

            @Override
            public Optional<Tagged> tag(String namespace, String stream, String tag) {
                return Optional.empty();
            }

            @Override
            public Optional<Stream> stream(String namespace, String name) {
                return Optional.empty();
            }
        };
    }
}
