package dev.fiducia.initdata.manifest;

import dev.fiducia.initdata.InitdataAnnotation;
import dev.fiducia.initdata.Names;
import dev.fiducia.policy.value.JsonLimits;
import dev.fiducia.policy.value.RegoArray;
import dev.fiducia.policy.value.RegoJsonException;
import dev.fiducia.policy.value.RegoObject;
import dev.fiducia.policy.value.RegoString;
import dev.fiducia.policy.value.RegoValue;
import dev.fiducia.policy.value.RegoYaml;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Finds initdata in manifests: in annotations of pods and of pod templates, however deep, in the
/// items of lists, and in the ConfigMap of peer pods.
public final class ManifestReader {
    private static final JsonLimits LIMITS = new JsonLimits(4 << 20, 64, 64);
    private static final Set<String> ANNOTATIONS =
            Set.of(
                    InitdataAnnotation.KEY,
                    InitdataAnnotation.LEGACY_KEY,
                    CarriedInitdata.UNMEASURED_POLICY_KEY);

    private final List<CarriedInitdata> found = new ArrayList<>();

    private ManifestReader() {}

    /// All initdata in a file of one or more YAML (or JSON) documents, in their order; none when
    /// the manifests carry none.
    ///
    /// @throws ManifestException if the file is no YAML of Kubernetes objects, or a value is no
    ///   text
    public static List<CarriedInitdata> read(String yaml) throws ManifestException {
        List<RegoValue> documents;
        try {
            documents = RegoYaml.parseAll(yaml, LIMITS);
        } catch (RegoJsonException e) {
            throw new ManifestException("the file is not YAML: " + e.getMessage());
        }
        ManifestReader reader = new ManifestReader();
        boolean isAny = false;
        for (RegoValue document : documents) {
            if (document instanceof RegoObject object) {
                isAny = true;
                reader.object(object);
            }
        }
        if (!isAny) {
            throw new ManifestException("the file holds no Kubernetes object");
        }
        return List.copyOf(reader.found);
    }

    private void object(RegoObject object) throws ManifestException {
        if (object.get("kind") instanceof RegoString kind
                && kind.value().endsWith("List")
                && object.get("items") instanceof RegoArray items) {
            for (int i = 0; i < items.size(); i++) {
                if (items.get(i) instanceof RegoObject item) {
                    object(item);
                }
            }
            return;
        }
        String name = name(object);
        if (name.startsWith("ConfigMap") && object.get("data") instanceof RegoObject data) {
            carried(name, "data", CarriedInitdata.CONFIG_MAP_KEY, data);
        }
        search(name, "", object);
    }

    private void search(String name, String path, RegoObject object) throws ManifestException {
        for (RegoValue key : object.keys()) {
            String at = path.isEmpty() ? shown(key) : path + "." + shown(key);
            if (object.get(key) instanceof RegoObject child) {
                if (at.endsWith("metadata.annotations")) {
                    for (String annotation : ANNOTATIONS.stream().sorted().toList()) {
                        carried(name, at, annotation, child);
                    }
                } else {
                    search(name, at, child);
                }
            }
        }
    }

    private void carried(String name, String path, String key, RegoObject holder)
            throws ManifestException {
        switch (holder.get(key)) {
            case null -> {}
            case RegoString value ->
                    found.add(new CarriedInitdata(name, path, key, value.value().strip()));
            default -> throw new ManifestException(name + ": " + path + "." + key + " is no text");
        }
    }

    private static String name(RegoObject object) {
        String kind = text(object.get("kind"));
        if (!(object.get("metadata") instanceof RegoObject metadata)) {
            return kind;
        }
        String namespace = text(metadata.get("namespace"));
        String name = text(metadata.get("name"));
        return kind + " " + (namespace.isEmpty() ? "" : namespace + "/") + name;
    }

    private static String text(@Nullable RegoValue value) {
        return value instanceof RegoString string ? Names.shown(string.value()) : "";
    }

    private static String shown(RegoValue key) {
        return key instanceof RegoString string ? Names.shown(string.value()) : key.toString();
    }
}
