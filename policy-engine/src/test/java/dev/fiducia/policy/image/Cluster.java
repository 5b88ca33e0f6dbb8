package dev.fiducia.policy.image;

import dev.fiducia.policy.value.JsonLimits;
import dev.fiducia.policy.value.RegoJsonException;
import dev.fiducia.policy.value.RegoObject;
import dev.fiducia.policy.value.RegoYaml;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// A small cluster: image streams with tags, images with annotations, an integrated registry.
final class Cluster implements ImageLookup {
    static final RegistryHost REGISTRY = new RegistryHost("172.30.1.1", "5000");

    private final Map<ImageDigest, ImageMetadata> images = new HashMap<>();
    private final Map<String, ImageDigest> tags = new HashMap<>();
    private final Map<String, Boolean> streams = new HashMap<>();
    private boolean down;

    /// `oc import-image NAMESPACE/STREAM:TAG --confirm`.
    Cluster imported(String namespace, String stream, String tag, String digest) {
        try {
            ImageDigest id = ImageDigest.parse(digest);
            ImageReference repository =
                    ImageReference.parse(REGISTRY + "/" + namespace + "/" + stream);
            images.putIfAbsent(
                    id, new ImageMetadata(id, repository, Map.of(), Map.of(), Map.of(), null));
            tags.put(namespace + "/" + stream + ":" + tag, id);
            streams.putIfAbsent(namespace + "/" + stream, false);
            return this;
        } catch (ImageReferenceException e) {
            throw new AssertionError(e);
        }
    }

    /// `oc annotate images/DIGEST key=value`.
    Cluster annotated(String digest, String key, String value) {
        return changed(digest, Map.of(), Map.of(), Map.of(key, value));
    }

    Cluster changed(
            String digest,
            Map<String, String> labels,
            Map<String, String> dockerLabels,
            Map<String, String> annotations) {
        images.computeIfPresent(
                id(digest),
                (id, image) ->
                        new ImageMetadata(
                                id, image.repository(), labels, dockerLabels, annotations, null));
        return this;
    }

    Cluster withoutDockerLabels(String digest) {
        images.computeIfPresent(
                id(digest),
                (id, i) ->
                        new ImageMetadata(
                                id, i.repository(), i.labels(), null, i.annotations(), null));
        return this;
    }

    /// `oc set image-lookup NAMESPACE/STREAM`.
    Cluster local(String namespace, String stream) {
        streams.put(namespace + "/" + stream, true);
        return this;
    }

    Cluster down() {
        down = true;
        return this;
    }

    private static ImageDigest id(String digest) {
        try {
            return ImageDigest.parse(digest);
        } catch (ImageReferenceException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public Optional<ImageMetadata> image(ImageDigest digest) throws ImageLookupException {
        requireUp();
        return Optional.ofNullable(images.get(digest));
    }

    @Override
    public Optional<Tagged> tag(String namespace, String stream, String tag)
            throws ImageLookupException {
        requireUp();
        return Optional.ofNullable(tags.get(namespace + "/" + stream + ":" + tag))
                .map(images::get)
                .map(i -> new Tagged(i, streams.getOrDefault(namespace + "/" + stream, false)));
    }

    @Override
    public Optional<Stream> stream(String namespace, String name) throws ImageLookupException {
        requireUp();
        ImageReference repository =
                new ImageReference(REGISTRY, namespace + "/" + name, null, null);
        return Optional.ofNullable(streams.get(namespace + "/" + name))
                .map(local -> new Stream(local, repository));
    }

    private void requireUp() throws ImageLookupException {
        if (down) {
            throw new ImageLookupException("the image store does not answer");
        }
    }

    static RegoObject yaml(String text) {
        try {
            return (RegoObject) RegoYaml.parse(text, JsonLimits.DEFAULT);
        } catch (RegoJsonException e) {
            throw new AssertionError(e);
        }
    }
}
