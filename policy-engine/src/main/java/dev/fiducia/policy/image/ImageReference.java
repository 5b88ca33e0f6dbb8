package dev.fiducia.policy.image;

import org.jspecify.annotations.Nullable;

/// A reference to an image as people write it: `[registry/]path[:tag][@digest]`.
///
/// The grammar is the distribution project's. It leaves open whether a first component is a host;
/// as Docker, Kubernetes and OpenShift read it, it is one exactly if it holds a dot, a colon or a
/// capital letter, or is `localhost`. Parsing changes nothing: [#toString()] is the text that was
/// parsed. [#normalized()] is a step of its own.
///
/// @param registry null where none is written
/// @param path the repository without its registry
/// @param tag null where none is written
/// @param digest null where none is written
public record ImageReference(
        @Nullable RegistryHost registry,
        String path,
        @Nullable String tag,
        @Nullable ImageDigest digest) {

    /// Length of a name, registry included, after normalisation.
    public static final int MAX_NAME = 255;

    /// Length of a tag.
    public static final int MAX_TAG = 128;

    /// Reads one reference, all of it.
    public static ImageReference parse(String text) throws ImageReferenceException {
        return new ReferenceReader(text).read();
    }

    /// The reference as Docker fills it in: `busybox` is `docker.io/library/busybox`, and Docker
    /// Hub has one name. Tag and digest stay as they are; no `latest` is added.
    public ImageReference normalized() {
        RegistryHost host = registry;
        if (host == null || (host.isDockerAlias() && host.port() == null)) {
            host = RegistryHost.DOCKER_HUB;
        }
        boolean official = host.equals(RegistryHost.DOCKER_HUB) && path.indexOf('/') < 0;
        return new ImageReference(host, official ? "library/" + path : path, tag, digest);
    }

    /// Registry and path, without tag and digest.
    public String name() {
        return registry == null ? path : registry + "/" + path;
    }

    /// The same repository at a digest, without a tag.
    public ImageReference at(ImageDigest exact) {
        return new ImageReference(registry, path, null, exact);
    }

    @Override
    public String toString() {
        return name() + (tag == null ? "" : ":" + tag) + (digest == null ? "" : "@" + digest);
    }
}
