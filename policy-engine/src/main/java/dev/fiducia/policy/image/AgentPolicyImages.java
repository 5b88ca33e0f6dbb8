package dev.fiducia.policy.image;

import dev.fiducia.policy.value.RegoArray;
import dev.fiducia.policy.value.RegoObject;
import dev.fiducia.policy.value.RegoString;
import dev.fiducia.policy.value.RegoValue;

import java.util.ArrayList;
import java.util.List;

/// The images that a Kata agent policy names in its `policy_data`: the annotation
/// `io.kubernetes.cri.image-name` of each container, and what its storages pull in the guest.
///
/// `policy_data` is found by parsing the policy and is read by evaluating it; text in comments,
/// strings or other rules counts for nothing. What the rules make of `policy_data` is not looked
/// at: that they are the known ones has to be seen by their digest.
public final class AgentPolicyImages {
    static final String IMAGE_NAME = "io.kubernetes.cri.image-name";
    private static final String CONTAINER_TYPE = "io.kubernetes.cri.container-type";
    private static final String ROOT = "policy_data";

    /// What the guest brings with it for the sandbox container.
    private static final String PAUSE = "pause";

    private final List<ImageUse> uses;

    private AgentPolicyImages(List<ImageUse> uses) {
        this.uses = List.copyOf(uses);
    }

    /// Reads an agent policy; it must define `policy_data` exactly once, as a value written out.
    public static AgentPolicyImages of(String policy) throws ImagePolicyException {
        return ofData(PolicyData.of(policy));
    }

    private static AgentPolicyImages ofData(RegoObject data) throws ImagePolicyException {
        if (!(data.get("containers") instanceof RegoArray containers) || containers.size() == 0) {
            throw new ImagePolicyException(ROOT + ".containers", "must be a list of containers");
        }
        List<ImageUse> uses = new ArrayList<>();
        int sandboxes = 0;
        for (int i = 0; i < containers.size(); i++) {
            String place = ROOT + ".containers[" + i + "]";
            KubeObject container = KubeObject.of(containers.get(i), place);
            KubeObject annotations = container.child("OCI").child("Annotations");
            String name = annotations.text(IMAGE_NAME);
            boolean sandbox = annotations.text(CONTAINER_TYPE).equals("sandbox");
            sandboxes += sandbox ? 1 : 0;
            String field = annotations.place() + "[\"" + IMAGE_NAME + "\"]";
            if (!name.isEmpty()) {
                uses.add(ImageUse.ofPullSpec(field, List.of(), name));
            } else if (!sandbox || sandboxes > 1) {
                throw new ImagePolicyException(field, "a container without it runs any image");
            }
            pulled(container, uses);
        }
        return new AgentPolicyImages(uses);
    }

    /// The guest pulls what the storage says, whatever the annotation is.
    private static void pulled(KubeObject container, List<ImageUse> uses)
            throws ImagePolicyException {
        for (KubeObject storage : container.items("storages")) {
            String source = storage.text("source");
            if (storage.text("driver").equals("image_guest_pull") && !source.equals(PAUSE)) {
                uses.add(ImageUse.ofPullSpec(storage.at("source"), List.of(), source));
            }
        }
    }

    /// The names, as they are written, in the order of the containers.
    public List<String> names() {
        return uses.stream().map(ImageUse::name).toList();
    }

    List<ImageUse> uses() {
        return uses;
    }

    /// The same names as a value, for policies that judge them.
    public RegoValue toRego() {
        return RegoArray.copyOf(names().stream().map(RegoString::of).toList());
    }
}
