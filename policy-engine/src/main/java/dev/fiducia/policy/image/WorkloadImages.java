package dev.fiducia.policy.image;

import dev.fiducia.policy.value.RegoNumber;
import dev.fiducia.policy.value.RegoString;
import dev.fiducia.policy.value.RegoValue;

import java.util.ArrayList;
import java.util.List;

/// Finds every image that a workload names: containers of all kinds, image volumes, and what builds
/// start from.
final class WorkloadImages {
    private static final List<String> STRATEGIES =
            List.of("dockerStrategy", "sourceStrategy", "customStrategy");

    private final Workload workload;
    private final List<ImageUse> uses = new ArrayList<>();

    private WorkloadImages(Workload workload) {
        this.workload = workload;
    }

    static List<ImageUse> of(Workload workload) throws ImagePolicyException {
        WorkloadImages images = new WorkloadImages(workload);
        if (workload.isBuild()) {
            images.build();
        } else if (workload.podSpec() != null) {
            images.pod(workload.podSpec());
        }
        return List.copyOf(images.uses);
    }

    private void pod(List<String> fields) throws ImagePolicyException {
        KubeObject spec = workload.root();
        for (String field : fields) {
            spec = spec.child(field);
        }
        List<RegoValue> path = path(fields);
        for (String list : List.of("initContainers", "containers", "ephemeralContainers")) {
            List<KubeObject> items = spec.items(list);
            for (int i = 0; i < items.size(); i++) {
                pullSpec(items.get(i), "image", below(path, list, i), !workload.isPod());
            }
        }
        List<KubeObject> volumes = spec.items("volumes");
        for (int i = 0; i < volumes.size(); i++) {
            if (volumes.get(i).has("image")) {
                List<RegoValue> at = new ArrayList<>(below(path, "volumes", i));
                at.add(RegoString.of("image"));
                pullSpec(volumes.get(i).child("image"), "reference", at, false);
            }
        }
    }

    /// @param mayBeEmpty whether something else fills in the image later
    private void pullSpec(KubeObject holder, String field, List<RegoValue> path, boolean mayBeEmpty)
            throws ImagePolicyException {
        String name = holder.text(field);
        if (name.isBlank() && mayBeEmpty) {
            return;
        }
        List<RegoValue> at = new ArrayList<>(path);
        at.add(RegoString.of(field));
        uses.add(ImageUse.ofPullSpec(holder.at(field), at, name));
    }

    private void build() throws ImagePolicyException {
        KubeObject spec = workload.root().child("spec");
        KubeObject strategy = spec.child("strategy");
        for (String kind : STRATEGIES) {
            from(strategy.child(kind), path(List.of("spec", "strategy", kind)));
        }
        List<KubeObject> images = spec.child("source").items("images");
        for (int i = 0; i < images.size(); i++) {
            from(images.get(i), below(path(List.of("spec", "source")), "images", i));
        }
    }

    private void from(KubeObject holder, List<RegoValue> path) throws ImagePolicyException {
        if (!holder.has("from")) {
            return;
        }
        KubeObject from = holder.child("from");
        String kind = from.text("kind");
        List<RegoValue> at = new ArrayList<>(path);
        at.add(RegoString.of("from"));
        uses.add(
                new ImageUse(
                        from.at("name"),
                        at,
                        kind.isEmpty() ? ImageUse.DOCKER_IMAGE : kind,
                        from.text("name"),
                        from.text("namespace")));
    }

    private static List<RegoValue> path(List<String> fields) {
        return List.copyOf(fields.stream().map(RegoString::of).toList());
    }

    private static List<RegoValue> below(List<RegoValue> path, String list, int index) {
        List<RegoValue> all = new ArrayList<>(path);
        all.add(RegoString.of(list));
        all.add(RegoNumber.of(index));
        return all;
    }
}
