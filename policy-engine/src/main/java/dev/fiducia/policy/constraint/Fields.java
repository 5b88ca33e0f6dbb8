package dev.fiducia.policy.constraint;

import dev.fiducia.policy.value.RegoArray;
import dev.fiducia.policy.value.RegoBoolean;
import dev.fiducia.policy.value.RegoNull;
import dev.fiducia.policy.value.RegoNumber;
import dev.fiducia.policy.value.RegoObject;
import dev.fiducia.policy.value.RegoString;
import dev.fiducia.policy.value.RegoValue;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// Reads the fields of one object of a document by name and kind. A field that is null counts as
/// absent, as it does for the Kubernetes API; one of another kind is refused with its path.
final class Fields {
    private final RegoObject object;
    private final String path;

    private Fields(RegoObject object, String path) {
        this.object = object;
        this.path = path;
    }

    static Fields of(RegoValue value, String path) throws Refused {
        if (value instanceof RegoObject object) {
            return new Fields(object, path);
        }
        throw wrong(path, "an object", value);
    }

    RegoObject object() {
        return object;
    }

    String path(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    /// Refuses fields with other names.
    Fields only(Set<String> names) throws Refused {
        for (RegoValue key : object.keys()) {
            if (!(key instanceof RegoString name) || !names.contains(name.value())) {
                String text = key instanceof RegoString name ? name.value() : key.toJson();
                throw new Refused(
                        ConstraintError.INVALID_DOCUMENT, "there is no such field", path(text));
            }
        }
        return this;
    }

    Optional<RegoValue> value(String name) {
        RegoValue value = object.get(name);
        return value == null || value instanceof RegoNull ? Optional.empty() : Optional.of(value);
    }

    RegoValue requiredValue(String name) throws Refused {
        Optional<RegoValue> value = value(name);
        if (value.isEmpty()) {
            throw new Refused(
                    ConstraintError.INVALID_DOCUMENT, "the field is required", path(name));
        }
        return value.get();
    }

    Optional<String> text(String name) throws Refused {
        Optional<RegoValue> value = value(name);
        return value.isEmpty() ? Optional.empty() : Optional.of(text(value.get(), path(name)));
    }

    /// A text that must be there and not be empty.
    String requiredText(String name) throws Refused {
        String text = text(requiredValue(name), path(name));
        if (text.isEmpty()) {
            throw new Refused(
                    ConstraintError.INVALID_DOCUMENT, "the field must not be empty", path(name));
        }
        return text;
    }

    Optional<Boolean> flag(String name) throws Refused {
        Optional<RegoValue> value = value(name);
        if (value.isEmpty()) {
            return Optional.empty();
        }
        if (value.get() instanceof RegoBoolean flag) {
            return Optional.of(flag.value());
        }
        throw wrong(path(name), "a boolean", value.get());
    }

    Optional<Long> integer(String name) throws Refused {
        Optional<RegoValue> value = value(name);
        if (value.isEmpty()) {
            return Optional.empty();
        }
        if (value.get() instanceof RegoNumber number && number.isLong()) {
            return Optional.of(number.asLong());
        }
        throw wrong(path(name), "an integer", value.get());
    }

    Optional<Fields> fields(String name) throws Refused {
        Optional<RegoValue> value = value(name);
        return value.isEmpty() ? Optional.empty() : Optional.of(of(value.get(), path(name)));
    }

    Fields requiredFields(String name) throws Refused {
        return of(requiredValue(name), path(name));
    }

    List<RegoValue> list(String name) throws Refused {
        Optional<RegoValue> value = value(name);
        if (value.isEmpty()) {
            return List.of();
        }
        if (value.get() instanceof RegoArray array) {
            return array.elements();
        }
        throw wrong(path(name), "a list", value.get());
    }

    List<String> texts(String name) throws Refused {
        List<String> texts = new ArrayList<>();
        for (RegoValue item : list(name)) {
            texts.add(text(item, path(name) + "[" + texts.size() + "]"));
        }
        return texts;
    }

    List<Fields> objects(String name) throws Refused {
        List<Fields> objects = new ArrayList<>();
        for (RegoValue item : list(name)) {
            objects.add(of(item, path(name) + "[" + objects.size() + "]"));
        }
        return objects;
    }

    /// An object whose values are all texts, such as labels.
    Map<String, String> textMap(String name) throws Refused {
        Map<String, String> texts = new TreeMap<>();
        Optional<Fields> map = fields(name);
        if (map.isPresent()) {
            for (RegoValue key : map.get().object.keys()) {
                String label = text(key, path(name));
                texts.put(label, map.get().text(label).orElse(""));
            }
        }
        return texts;
    }

    private static String text(RegoValue value, String path) throws Refused {
        if (value instanceof RegoString text) {
            return text.value();
        }
        throw wrong(path, "a string", value);
    }

    private static Refused wrong(String path, String wanted, RegoValue got) {
        return new Refused(
                ConstraintError.INVALID_DOCUMENT,
                "must be " + wanted + ", is " + got.type().name().toLowerCase(Locale.ROOT),
                path);
    }
}
