package dev.fiducia.policy.constraint;

import dev.fiducia.policy.value.RegoNull;
import dev.fiducia.policy.value.RegoObject;
import dev.fiducia.policy.value.RegoString;
import dev.fiducia.policy.value.RegoValue;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.Map;

/// What an object says of itself: its kind and its metadata. Absent texts are empty.
record ObjectIdentity(
        String apiVersion,
        String kind,
        String name,
        String generateName,
        String namespace,
        Map<String, String> labels) {
    ObjectIdentity {
        labels = Map.copyOf(labels);
    }

    /// Reads `metadata`, or an object that carries name, namespace and labels itself.
    static ObjectIdentity of(RegoObject object) {
        RegoObject metadata = object.get("metadata") instanceof RegoObject m ? m : object;
        Map<String, String> labels = new HashMap<>();
        if (metadata.get("labels") instanceof RegoObject entries) {
            entries.forEach((key, value) -> {
                // Kubernetes reads a label without a value as one with an empty value.
                if (key instanceof RegoString name
                        && (value instanceof RegoString || value instanceof RegoNull)) {
                    labels.put(name.value(), text(value));
                }
            });
        }
        return new ObjectIdentity(
                text(object.get("apiVersion")),
                text(object.get("kind")),
                text(metadata.get("name")),
                text(metadata.get("generateName")),
                text(metadata.get("namespace")),
                labels);
    }

    String group() {
        return ApiVersion.of(apiVersion).group();
    }

    String version() {
        return ApiVersion.of(apiVersion).version();
    }

    boolean isNamespace() {
        return kind.equals("Namespace") && group().isEmpty();
    }

    static String text(@Nullable RegoValue value) {
        return value instanceof RegoString text ? text.value() : "";
    }
}
