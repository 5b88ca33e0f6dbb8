package dev.fiducia.initdata.agentpolicy;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// A container that an agent policy's data describes.
///
/// @param index its place in `policy_data.containers`
/// @param labels its OCI annotations that are plain text: names, kinds and patterns, sorted
/// @param images the image references that the data names for it: its annotation first, then those
///   that the guest pulls
public record PolicyContainer(int index, Map<String, String> labels, Set<String> images) {

    /// The annotation that names the image.
    public static final String IMAGE_NAME = "io.kubernetes.cri.image-name";

    private static final String CONTAINER_NAME = "io.kubernetes.cri.container-name";

    public PolicyContainer {
        SortedMap<String, String> sorted = new TreeMap<>(labels);
        labels = Collections.unmodifiableSortedMap(sorted);
        images = Collections.unmodifiableSet(new LinkedHashSet<>(images));
    }

    /// The containers of a policy's data in order; none when the data is not believed.
    public static List<PolicyContainer> of(PolicyData data) {
        List<PolicyContainer> containers = new ArrayList<>();
        if (data instanceof PolicyData.Plain plain) {
            for (JsonNode container : plain.shared().path("containers")) {
                containers.add(of(containers.size(), container));
            }
        }
        return List.copyOf(containers);
    }

    /// The container's name within its pod; a pod's infrastructure container has none.
    public Optional<String> name() {
        return Optional.ofNullable(labels.get(CONTAINER_NAME));
    }

    private static PolicyContainer of(int index, JsonNode container) {
        Map<String, String> labels = new TreeMap<>();
        for (Map.Entry<String, JsonNode> entry :
                container.path("OCI").path("Annotations").properties()) {
            if (entry.getValue().isTextual()) {
                labels.put(entry.getKey(), entry.getValue().textValue());
            }
        }
        Set<String> images = new LinkedHashSet<>();
        String named = labels.get(IMAGE_NAME);
        if (named != null) {
            images.add(named);
        }
        for (JsonNode storage : container.path("storages")) {
            if (storage.path("driver").asText().equals("image_guest_pull")
                    && storage.path("source").isTextual()) {
                images.add(storage.path("source").textValue());
            }
        }
        return new PolicyContainer(index, labels, images);
    }
}
