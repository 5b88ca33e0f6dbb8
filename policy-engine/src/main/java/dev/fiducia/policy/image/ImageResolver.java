package dev.fiducia.policy.image;

import org.jspecify.annotations.Nullable;

import java.util.Optional;

/// Finds the image behind a reference: by digest, by a tag of the integrated registry, or by a bare
/// name that stands for a stream of the own project.
final class ImageResolver {
    private static final String DEFAULT_TAG = "latest";

    private final ImageLookup lookup;
    private final @Nullable RegistryHost integrated;

    ImageResolver(ImageLookup lookup, @Nullable RegistryHost integrated) {
        this.lookup = lookup;
        this.integrated = integrated;
    }

    boolean isIntegrated(@Nullable RegistryHost registry) {
        return integrated != null && registry != null && integrated.isSame(registry);
    }

    /// @param allNames whether the object asks that any name be taken for a stream of its project
    Resolution resolve(ImageUse use, String project, boolean allNames) {
        String namespace = use.namespace().isEmpty() ? project : use.namespace();
        try {
            return switch (use.kind()) {
                case ImageUse.DOCKER_IMAGE ->
                        pullSpec(ImageReference.parse(use.name()), project, allNames);
                case ImageUse.STREAM_TAG -> streamTag(use.name(), namespace);
                case ImageUse.STREAM_IMAGE -> streamImage(use.name());
                default -> new Resolution.Failed("no reference to an image: " + use.kind());
            };
        } catch (ImageReferenceException e) {
            return new Resolution.Failed("no image reference: " + e.getMessage());
        } catch (ImageLookupException e) {
            return new Resolution.Failed(String.valueOf(e.getMessage()));
        }
    }

    private Resolution pullSpec(ImageReference name, String project, boolean allNames)
            throws ImageLookupException {
        if (name.digest() != null) {
            return byDigest(name, name.digest(), isIntegrated(name.registry()));
        }
        boolean own = isIntegrated(name.registry());
        int slash = name.path().indexOf('/');
        boolean bare = allNames || (name.registry() == null && slash < 0);
        if (!own && !bare) {
            return new Resolution.Failed(
                    "(" + name + ") could not be resolved to an exact image reference");
        }
        boolean projected = slash < 0 || allNames;
        String namespace = projected ? project : name.path().substring(0, slash);
        String stream = name.path().substring(slash + 1);
        String tag = name.tag() == null ? DEFAULT_TAG : name.tag();
        return tag(namespace, stream, tag, bare, allNames);
    }

    private Resolution byDigest(ImageReference name, ImageDigest digest, boolean own)
            throws ImageLookupException {
        Optional<ImageMetadata> image = lookup.image(digest);
        return image.isPresent()
                ? new Resolution.Found(name, image.get(), own, false)
                : new Resolution.Failed("images.image.openshift.io \"" + digest + "\" not found");
    }

    private Resolution streamTag(String name, String namespace) throws ImageLookupException {
        int colon = name.indexOf(':');
        if (colon < 1 || colon != name.lastIndexOf(':') || colon == name.length() - 1) {
            return new Resolution.Failed(
                    "references of kind ImageStreamTag must be of the form NAME:TAG");
        }
        return tag(namespace, name.substring(0, colon), name.substring(colon + 1), false, false);
    }

    private Resolution streamImage(String name) throws ImageLookupException {
        int at = name.indexOf('@');
        try {
            ImageDigest digest = at < 1 ? null : ImageDigest.parse(name.substring(at + 1));
            if (digest != null) {
                Optional<ImageMetadata> image = lookup.image(digest);
                if (image.isPresent()) {
                    ImageReference exact = image.get().repository().at(digest);
                    return new Resolution.Found(exact, image.get(), true, false);
                }
                return new Resolution.Failed(
                        "imagestreamimages.image.openshift.io \"" + name + "\" not found");
            }
        } catch (ImageReferenceException e) {
            return new Resolution.Failed("no image reference: " + e.getMessage());
        }
        return new Resolution.Failed(
                "references of kind ImageStreamImage must be of the form NAME@DIGEST");
    }

    private Resolution tag(
            String namespace, String stream, String tag, boolean bare, boolean allNames)
            throws ImageLookupException {
        Optional<ImageLookup.Tagged> found = lookup.tag(namespace, stream, tag);
        if (found.isEmpty()) {
            Optional<ImageLookup.Stream> known = lookup.stream(namespace, stream);
            if (known.isPresent() && (allNames || known.get().local())) {
                ImageReference repository = known.get().repository();
                return new Resolution.Found(
                        new ImageReference(repository.registry(), repository.path(), tag, null),
                        null,
                        true,
                        true);
            }
            return new Resolution.Failed(
                    "imagestreamtags.image.openshift.io \"" + stream + ":" + tag + "\" not found");
        }
        if (bare && !allNames && !found.get().local()) {
            return new Resolution.Failed(
                    "ImageStreamTag does not allow local references and the resource did not"
                            + " request image stream resolution");
        }
        ImageMetadata image = found.get().image();
        return new Resolution.Found(image.repository().at(image.digest()), image, true, bare);
    }
}
