package dev.fiducia.policy.image;

import dev.fiducia.policy.value.RegoValue;

import java.util.List;
import java.util.Set;

/// A place in an object that names an image.
///
/// @param place its field path, as messages show it
/// @param path the keys that lead there from the object's root
/// @param kind `DockerImage` for a pull spec, or the kind of a reference to an image stream
/// @param namespace the namespace of such a reference; empty for the object's own
record ImageUse(String place, List<RegoValue> path, String kind, String name, String namespace) {
    static final String DOCKER_IMAGE = "DockerImage";
    static final String STREAM_TAG = "ImageStreamTag";
    static final String STREAM_IMAGE = "ImageStreamImage";

    /// The kinds of references that there are.
    static final Set<String> KINDS = Set.of(DOCKER_IMAGE, STREAM_TAG, STREAM_IMAGE);

    ImageUse {
        path = List.copyOf(path);
    }

    static ImageUse ofPullSpec(String place, List<RegoValue> path, String name) {
        return new ImageUse(place, path, DOCKER_IMAGE, name, "");
    }
}
