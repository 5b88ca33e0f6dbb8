package dev.fiducia.policy.image;

import dev.fiducia.policy.value.RegoObject;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Judges the external images that an ImageStream names, in its spec and in its status.
public final class ImageStreamImports {
    private static final String INSECURE = "openshift.io/image.insecureRepository";

    private final AllowedRegistries registries;

    public ImageStreamImports(AllowedRegistries registries) {
        this.registries = registries;
    }

    /// What is wrong with the stream; empty if every image that it names may be imported. A stream
    /// of another shape than Kubernetes gives it is refused.
    public Optional<InvalidObject> refusal(RegoObject stream) {
        List<FieldRefusal> refusals = new ArrayList<>();
        String name = "";
        try {
            KubeObject root = KubeObject.of(stream, "");
            name = root.child("metadata").text("name");
            judge(root, refusals);
        } catch (ImagePolicyException e) {
            refusals.add(new FieldRefusal(e.place(), e.detail()));
        }
        return refusals.isEmpty()
                ? Optional.empty()
                : Optional.of(new InvalidObject("ImageStream", name, refusals));
    }

    private void judge(KubeObject root, List<FieldRefusal> refusals) throws ImagePolicyException {
        boolean all = root.child("metadata").child("annotations").text(INSECURE).equals("true");
        Set<String> insecure = new HashSet<>();
        for (KubeObject tag : root.child("spec").items("tags")) {
            String name = tag.text("name");
            if (all || tag.child("importPolicy").flag("insecure")) {
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
