package dev.fiducia.policy.check;

import dev.fiducia.policy.value.RegoValue;

import org.jspecify.annotations.Nullable;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// The type of a term; its text is what error messages show.
public sealed interface Type {

    /// Types without parts, in the order that union types list their alternatives in.
    enum Scalar implements Type {
        /// Nothing is known of the term.
        UNKNOWN("???"),
        NULL("null"),
        BOOLEAN("boolean"),
        NUMBER("number"),
        STRING("string");

        private final String text;

        Scalar(String text) {
            this.text = text;
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /// An array: the types of its first elements, and that of all others, if there may be more.
    record ArrayOf(List<Type> items, @Nullable Type rest) implements Type {
        public ArrayOf {
            items = List.copyOf(items);
        }

        @Override
        public String toString() {
            return "array" + listed(items) + (rest == null ? "" : "[" + rest + "]");
        }
    }

    /// An object: the types of known keys, and those of all others, if there may be more.
    record ObjectOf(Map<RegoValue, Type> known, @Nullable Others others) implements Type {
        public ObjectOf {
            known = Collections.unmodifiableMap(new TreeMap<>(known));
        }

        @Override
        public String toString() {
            String keys =
                    known.entrySet().stream()
                            .map(e -> KeyText.of(e.getKey()) + ": " + e.getValue())
                            .collect(Collectors.joining(", "));
            return "object"
                    + (known.isEmpty() ? "" : "<" + keys + ">")
                    + (others == null ? "" : "[" + others.key() + ": " + others.value() + "]");
        }
    }

    /// Keys that are not known one by one, and their values.
    record Others(Type key, Type value) {}

    record SetOf(Type of) implements Type {
        @Override
        public String toString() {
            return "set[" + of + "]";
        }
    }

    /// One of several types; of all types if it lists none.
    record Any(List<Type> alternatives) implements Type {
        public Any {
            alternatives = alternatives.stream().distinct().sorted(Types.ORDER).toList();
        }

        @Override
        public String toString() {
            return "any" + listed(alternatives);
        }
    }

    /// Whatever type.
    Any ANY = new Any(List.of());

    private static String listed(List<Type> types) {
        return types.isEmpty()
                ? ""
                : types.stream().map(Type::toString).collect(Collectors.joining(", ", "<", ">"));
    }
}
