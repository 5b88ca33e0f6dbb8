package dev.fiducia.policy.image;

import dev.fiducia.policy.value.RegoArray;
import dev.fiducia.policy.value.RegoBoolean;
import dev.fiducia.policy.value.RegoObject;
import dev.fiducia.policy.value.RegoString;
import dev.fiducia.policy.value.RegoValue;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiPredicate;

/// Reads one object of a configuration strictly: other types and unknown fields are refused.
final class Fields {
    private static final int MAX_ITEMS = 10_000;

    private final RegoObject object;
    private final String place;

    /// Turns one item of a list into what it means.
    @FunctionalInterface
    interface Item<T> {
        T read(RegoValue value, String place) throws ImagePolicyException;
    }

    private Fields(RegoObject object, String place) {
        this.object = object;
        this.place = place;
    }

    static Fields of(RegoValue value, String place) throws ImagePolicyException {
        if (!(value instanceof RegoObject object)) {
            throw new ImagePolicyException(place, "must be an object");
        }
        return new Fields(object, place);
    }

    static Fields of(RegoValue value, String place, Set<String> known) throws ImagePolicyException {
        Fields fields = of(value, place);
        for (RegoValue key : fields.object.keys()) {
            if (!(key instanceof RegoString name) || !known.contains(name.value())) {
                throw new ImagePolicyException(
                        place, "unknown field " + key + "; known are " + new TreeSet<>(known));
            }
        }
        return fields;
    }

    boolean has(String name) {
        return object.get(name) != null;
    }

    /// Whether there is a field whose name is alike.
    boolean has(String name, BiPredicate<String, String> alike) {
        return object.keys().stream()
                .anyMatch(key -> key instanceof RegoString s && alike.test(name, s.value()));
    }

    String at(String name) {
        return place.isEmpty() ? name : place + "." + name;
    }

    @Nullable RegoValue value(String name) {
        return object.get(name);
    }

    @Nullable String string(String name) throws ImagePolicyException {
        return switch (object.get(name)) {
            case null -> null;
            case RegoString string -> string.value();
            default -> throw new ImagePolicyException(at(name), "must be a string");
        };
    }

    String required(String name) throws ImagePolicyException {
        String value = string(name);
        if (value == null || value.isEmpty()) {
            throw new ImagePolicyException(at(name), "must be given");
        }
        return value;
    }

    boolean flag(String name) throws ImagePolicyException {
        return switch (object.get(name)) {
            case null -> false;
            case RegoBoolean flag -> flag == RegoBoolean.TRUE;
            default -> throw new ImagePolicyException(at(name), "must be true or false");
        };
    }

    /// The items of a list; none if the field is missing. A field without a value is refused: it
    /// may be a list whose items were lost.
    <T> List<T> list(String name, Item<T> item) throws ImagePolicyException {
        RegoValue value = object.get(name);
        if (value == null) {
            return List.of();
        }
        if (!(value instanceof RegoArray array) || array.size() > MAX_ITEMS) {
            throw new ImagePolicyException(
                    at(name), "must be a list of at most " + MAX_ITEMS + "; an empty one is []");
        }
        List<T> items = new ArrayList<>(array.size());
        for (int i = 0; i < array.size(); i++) {
            items.add(item.read(array.get(i), at(name) + "[" + i + "]"));
        }
        return items;
    }

    static String string(RegoValue value, String place) throws ImagePolicyException {
        if (value instanceof RegoString string && !string.value().isEmpty()) {
            return string.value();
        }
        throw new ImagePolicyException(place, "must be a string");
    }
}
