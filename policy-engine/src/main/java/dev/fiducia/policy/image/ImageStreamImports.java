package dev.fiducia.policy.image;

import dev.fiducia.policy.value.RegoObject;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Judges the external images that an ImageStream names, in its spec and in its status, and those
/// that an ImageStreamImport asks for.
public final class ImageStreamImports {
    private static final String INSECURE = "openshift.io/image.insecureRepository";
    private static final String REPOSITORY = "dockerImageRepository";

    private final AllowedRegistries registries;

    public ImageStreamImports(AllowedRegistries registries) {
        this.registries = registries;
    }

    /// What is wrong with the object; empty if every image that it names may be imported. An object
    /// of another kind, or of another shape than Kubernetes gives it, is refused.
    public Optional<InvalidObject> refusal(RegoObject object) {
        List<FieldRefusal> refusals = new ArrayList<>();
        String kind = "";
        String name = "";
        try {
            KubeObject root = KubeObject.of(object, "");
            kind = root.text("kind");
            name = root.child("metadata").text("name");
            switch (kind) {
                case "ImageStream" -> stream(root, refusals);
                case "ImageStreamImport" -> asked(root.child("spec"), refusals);
                default ->
                        throw new ImagePolicyException(
                                "kind", "must be ImageStream or ImageStreamImport");
            }
        } catch (ImagePolicyException e) {
            refusals.add(new FieldRefusal(e.place(), e.detail()));
        }
        return refusals.isEmpty()
                ? Optional.empty()
                : Optional.of(new InvalidObject(kind, name, refusals));
    }

    private void stream(KubeObject root, List<FieldRefusal> refusals) throws ImagePolicyException {
        boolean all = root.child("metadata").child("annotations").text(INSECURE).equals("true");
        KubeObject spec = root.child("spec");
        repository(spec, all, refusals);
        Set<String> insecure = new HashSet<>();
        for (KubeObject tag : spec.items("tags")) {
            String name = tag.text("name");
            if (all || isInsecure(tag)) {
                insecure.add(name);
            }
            KubeObject from = tag.child("from");
            if (tag.has("from") && !isInternal(from)) {
                String field = "spec.tags[" + name + "].from.name";
                judge(field, from.text("name"), insecure.contains(name), refusals);
            }
        }
        for (KubeObject tag : root.child("status").items("tags")) {
            String name = tag.text("tag");
            List<KubeObject> items = tag.items("items");
            for (int i = 0; i < items.size(); i++) {
                String field = "status.tags[" + name + "].items[" + i + "].dockerImageReference";
                String image = items.get(i).text("dockerImageReference");
                judge(field, image, all || insecure.contains(name), refusals);
            }
        }
    }

    /// The repository of which a stream takes in every tag.
    private void repository(KubeObject spec, boolean insecure, List<FieldRefusal> refusals)
            throws ImagePolicyException {
        String name = spec.text(REPOSITORY);
        if (name.isEmpty()) {
            return;
        }
        judge(spec.at(REPOSITORY), name, insecure, refusals);
        if (name.indexOf('@') >= 0 || name.indexOf(':', name.lastIndexOf('/') + 1) >= 0) {
            String why = "the repository name may not contain a tag or a digest";
            refusals.add(new FieldRefusal(spec.at(REPOSITORY), why));
        }
    }

    private void asked(KubeObject spec, List<FieldRefusal> refusals) throws ImagePolicyException {
        List<KubeObject> all = new ArrayList<>(spec.items("images"));
        if (spec.has("repository")) {
            all.add(spec.child("repository"));
        }
        if (all.isEmpty()) {
            throw new ImagePolicyException("spec", "names nothing to import");
        }
        for (KubeObject one : all) {
            KubeObject from = one.child("from");
            if (from.text("kind").equals(ImageUse.DOCKER_IMAGE)) {
                judge(from.at("name"), from.text("name"), isInsecure(one), refusals);
            } else {
                refusals.add(new FieldRefusal(from.at("kind"), "only DockerImage is supported"));
            }
        }
    }

    private static boolean isInsecure(KubeObject one) throws ImagePolicyException {
        return one.child("importPolicy").flag("insecure");
    }

    private void judge(String field, String image, boolean insecure, List<FieldRefusal> into) {
        try {
            registries
                    .refusal(ImageReference.parse(image), Transport.insecure(insecure))
                    .ifPresent(why -> into.add(new FieldRefusal(field, why)));
        } catch (ImageReferenceException e) {
            into.add(new FieldRefusal(field, "no image reference: " + e.getMessage()));
        }
    }

    /// References to other image streams lead to images that were judged when they came in.
    private static boolean isInternal(KubeObject from) throws ImagePolicyException {
        String kind = from.text("kind");
        return kind.equals("ImageStreamTag") || kind.equals("ImageStreamImage");
    }
}
