package dev.fiducia.policy.builtin;

import dev.fiducia.policy.value.ValueType;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Collects the families while the table of functions is built.
final class Catalogue {
    private final Map<String, Builtin> byName = new HashMap<>();

    void add(String name, Builtin.Body body) {
        put(new Builtin(name, List.of(), Set.of(), body));
    }

    void add(String name, Set<ValueType> one, Builtin.Body body) {
        put(new Builtin(name, List.of(one), Set.of(), body));
    }

    void add(String name, Set<ValueType> one, Set<ValueType> two, Builtin.Body body) {
        put(new Builtin(name, List.of(one, two), Set.of(), body));
    }

    void add(
            String name,
            Set<ValueType> one,
            Set<ValueType> two,
            Set<ValueType> three,
            Builtin.Body body) {
        put(new Builtin(name, List.of(one, two, three), Set.of(), body));
    }

    void add(String name, List<Set<ValueType>> arguments, Builtin.Body body) {
        put(new Builtin(name, arguments, Set.of(), body));
    }

    void deprecated(String name, List<Set<ValueType>> arguments, Builtin.Body body) {
        put(new Builtin(name, arguments, Set.of(Builtin.Trait.DEPRECATED), body));
    }

    void relation(String name, Set<ValueType> one, Builtin.Body body) {
        put(new Builtin(name, List.of(one), Set.of(Builtin.Trait.RELATION), body));
    }

    Map<String, Builtin> byName() {
        return Map.copyOf(byName);
    }

    private void put(Builtin builtin) {
        if (byName.putIfAbsent(builtin.name(), builtin) != null) {
            throw new IllegalStateException("declared twice: " + builtin);
        }
    }
}
