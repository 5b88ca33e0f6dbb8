package dev.fiducia.kbs.admission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.fiducia.initdata.InitdataAnnotation;
import dev.fiducia.initdata.manifest.CarriedInitdata;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A pod as far as its admission depends on it.
///
/// @param object the whole of it
/// @param namespace where it is created
/// @param runtimeClass `spec.runtimeClassName`
/// @param hasAnnotations whether there is a map of annotations at all
/// @param initdata the annotation with initdata
/// @param initdataName the label that names registered initdata
/// @param isOldKey whether the annotation stands under the name that runtimes no longer read
/// @param isPolicyUnmeasured whether there is an agent policy beside the initdata
/// @param images what its containers of all kinds run
record Pod(
        ObjectNode object,
        String namespace,
        Optional<String> runtimeClass,
        boolean hasAnnotations,
        Optional<String> initdata,
        Optional<String> initdataName,
        boolean isOldKey,
        boolean isPolicyUnmeasured,
        List<String> images) {

    /// The label by which a pod names its initdata.
    static final String LABEL = "fiducia.dev/initdata";

    Pod {
        images = List.copyOf(images);
    }

    static Pod of(ObjectNode object, String namespace) {
        JsonNode annotations = object.path("metadata").path("annotations");
        return new Pod(
                object,
                namespace,
                text(object.path("spec"), "runtimeClassName"),
                annotations.isObject(),
                text(annotations, InitdataAnnotation.KEY),
                text(object.path("metadata").path("labels"), LABEL),
                annotations.has(InitdataAnnotation.LEGACY_KEY),
                annotations.has(CarriedInitdata.UNMEASURED_POLICY_KEY),
                images(object.path("spec")));
    }

    private static List<String> images(JsonNode spec) {
        List<String> images = new ArrayList<>();
        for (String list : List.of("initContainers", "containers", "ephemeralContainers")) {
            for (JsonNode container : spec.path(list)) {
                text(container, "image").ifPresent(images::add);
            }
        }
        for (JsonNode volume : spec.path("volumes")) {
            text(volume.path("image"), "reference").ifPresent(images::add);
        }
        return images;
    }

    private static Optional<String> text(JsonNode holder, String field) {
        return Optional.ofNullable(holder.path(field).textValue()).filter(text -> !text.isEmpty());
    }
}
