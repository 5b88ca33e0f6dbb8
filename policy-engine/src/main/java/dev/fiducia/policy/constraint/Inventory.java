package dev.fiducia.policy.constraint;

import dev.fiducia.policy.value.RegoObject;
import dev.fiducia.policy.value.RegoString;
import dev.fiducia.policy.value.RegoValue;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The stored objects that referential templates see as `data.inventory`, and that audits review:
/// `cluster[groupVersion][kind][name]` and `namespace[namespace][groupVersion][kind][name]`.
/// Immutable; a change shares what it leaves alone.
public final class Inventory {
    public static final Inventory EMPTY = new Inventory(RegoObject.EMPTY, 0);

    private static final String CLUSTER = "cluster";
    private static final String NAMESPACE = "namespace";

    private final RegoObject tree;
    private final int size;

    private Inventory(RegoObject tree, int size) {
        this.tree = tree;
        this.size = size;
    }

    /// Builds an inventory of objects, of which a later one replaces an earlier one of its name.
    public static Loaded<Inventory> of(List<? extends RegoValue> objects) {
        try {
            Map<List<String>, RegoValue> byPath = new LinkedHashMap<>();
            for (RegoValue object : objects) {
                byPath.put(path(object), object);
            }
            return Loaded.of(
                    new Inventory(grown(List.copyOf(byPath.entrySet()), 0), byPath.size()));
        } catch (Refused refusal) {
            return Loaded.refused(refusal);
        }
    }

    /// With one object more, or another in the place of the one of its name. The object needs
    /// `apiVersion`, `kind` and `metadata.name`.
    public Loaded<Inventory> with(RegoValue object) {
        try {
            return Loaded.of(put(object));
        } catch (Refused refusal) {
            return Loaded.refused(refusal);
        }
    }

    /// Without the object of the given one's kind, namespace and name, if it is there.
    public Loaded<Inventory> without(RegoValue object) {
        try {
            List<String> path = path(object);
            return Loaded.of(
                    find(path).isEmpty() ? this : new Inventory(removed(tree, path, 0), size - 1));
        } catch (Refused refusal) {
            return Loaded.refused(refusal);
        }
    }

    public int size() {
        return size;
    }

    /// All objects: those of the cluster first, each part in the order of its keys.
    public List<RegoObject> objects() {
        List<RegoObject> found = new ArrayList<>(size);
        collect(tree.get(CLUSTER), 3, found);
        collect(tree.get(NAMESPACE), 4, found);
        return found;
    }

    Optional<RegoObject> namespace(String name) {
        return find(List.of(CLUSTER, "v1", "Namespace", name));
    }

    /// The document below `data.inventory`.
    RegoObject tree() {
        return tree;
    }

    private Inventory put(RegoValue object) throws Refused {
        List<String> path = path(object);
        int grown = find(path).isEmpty() ? size + 1 : size;
        return new Inventory(put(tree, path, 0, object), grown);
    }

    private static List<String> path(RegoValue object) throws Refused {
        Fields fields = Fields.of(object, "");
        String groupVersion = fields.requiredText("apiVersion");
        String kind = fields.requiredText("kind");
        Fields metadata = fields.requiredFields("metadata");
        String name = metadata.requiredText("name");
        String namespace = metadata.text("namespace").orElse("");
        return namespace.isEmpty()
                ? List.of(CLUSTER, groupVersion, kind, name)
                : List.of(NAMESPACE, namespace, groupVersion, kind, name);
    }

    /// All objects below one place at once, where adding them singly would copy each level again.
    private static RegoObject grown(List<Map.Entry<List<String>, RegoValue>> entries, int depth) {
        Map<String, List<Map.Entry<List<String>, RegoValue>>> below = new LinkedHashMap<>();
        RegoObject.Builder object = RegoObject.builder();
        for (Map.Entry<List<String>, RegoValue> entry : entries) {
            String key = entry.getKey().get(depth);
            if (depth == entry.getKey().size() - 1) {
                object.put(key, entry.getValue());
            } else {
                below.computeIfAbsent(key, _ -> new ArrayList<>()).add(entry);
            }
        }
        below.forEach((key, some) -> object.put(key, grown(some, depth + 1)));
        return object.build();
    }

    private static RegoObject put(RegoObject at, List<String> path, int depth, RegoValue object) {
        RegoString key = RegoString.of(path.get(depth));
        if (depth == path.size() - 1) {
            return at.with(key, object);
        }
        RegoObject below = at.get(key) instanceof RegoObject known ? known : RegoObject.EMPTY;
        return at.with(key, put(below, path, depth + 1, object));
    }

    private static RegoObject removed(RegoObject at, List<String> path, int depth) {
        RegoString key = RegoString.of(path.get(depth));
        if (depth == path.size() - 1 || !(at.get(key) instanceof RegoObject below)) {
            return at.without(key);
        }
        RegoObject rest = removed(below, path, depth + 1);
        return rest.size() == 0 ? at.without(key) : at.with(key, rest);
    }

    private Optional<RegoObject> find(List<String> path) {
        RegoValue at = tree;
        for (String key : path) {
            if (!(at instanceof RegoObject object)) {
                return Optional.empty();
            }
            at = object.get(key);
        }
        return at instanceof RegoObject object ? Optional.of(object) : Optional.empty();
    }

    private static void collect(@Nullable RegoValue at, int depth, List<RegoObject> found) {
        if (!(at instanceof RegoObject object)) {
            return;
        }
        if (depth == 0) {
            found.add(object);
            return;
        }
        object.forEach((_, below) -> collect(below, depth - 1, found));
    }
}
