package dev.fiducia.kbs.registry;

import dev.fiducia.initdata.BoundValue;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/// All registrations at one generation of the store: by id, by name, by digest, and by what
/// evidence shows.
final class RegistryIndex {
    /// One for each hardware field.
    private static final List<String> TEES =
            List.of("snp", "tdx", "sgx", "cca", "az-snp-vtpm", "sample");

    private final long generation;
    private final NavigableMap<String, RegisteredInitdata> byId = new TreeMap<>();
    private final Map<String, RegisteredInitdata> byReference = new HashMap<>();
    private final Map<String, RegisteredInitdata> byBoundValue = new HashMap<>();

    RegistryIndex(long generation, Collection<RegisteredInitdata> entries) {
        this.generation = generation;
        // Active ones last: they win where two documents share a name or a truncated digest.
        List<RegisteredInitdata> ordered = new ArrayList<>(entries);
        ordered.sort((a, b) -> Boolean.compare(a.isActive(), b.isActive()));
        ordered.forEach(this::add);
    }

    private void add(RegisteredInitdata entry) {
        byId.put(entry.id(), entry);
        byReference.put(entry.digest(), entry);
        byReference.put(entry.algorithm().wireName() + ":" + entry.digest(), entry);
        entry.name().ifPresent(name -> byReference.put(name, entry));
        for (String tee : TEES) {
            BoundValue.expected(tee, entry.digestValue())
                    .ifPresent(value -> byBoundValue.put(value.key(), entry));
        }
    }

    long generation() {
        return generation;
    }

    int size() {
        return byId.size();
    }

    /// By id (with or without `sha256:`), digest (with or without its algorithm), or name.
    Optional<RegisteredInitdata> find(String reference) {
        String id = reference.startsWith("sha256:") ? reference.substring(7) : reference;
        RegisteredInitdata found = byId.get(id);
        return Optional.ofNullable(found == null ? byReference.get(reference) : found);
    }

    Optional<RegisteredInitdata> find(BoundValue value) {
        return Optional.ofNullable(byBoundValue.get(value.key()));
    }

    /// In the order of ids, those behind `after`.
    List<RegisteredInitdata> page(Optional<String> after, int limit) {
        NavigableMap<String, RegisteredInitdata> rest =
                after.isPresent() ? byId.tailMap(after.get(), false) : byId;
        return Collections.unmodifiableNavigableMap(rest).values().stream().limit(limit).toList();
    }
}
