package dev.fiducia.kbs.grant;

import dev.fiducia.attestation.Tee;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/// All grants at one moment of the store. Immutable.
final class GrantIndex {
    private final Map<String, Grant> byId = new TreeMap<>();
    private final Map<String, List<Grant>> byRepository = new HashMap<>();
    private final List<Grant> ofManyRepositories = new ArrayList<>();

    GrantIndex(Collection<Grant> grants) {
        for (Grant grant : grants) {
            byId.put(grant.id(), grant);
            grant.resource()
                    .repository()
                    .map(name -> byRepository.computeIfAbsent(name, _ -> new ArrayList<>()))
                    .orElse(ofManyRepositories)
                    .add(grant);
        }
    }

    int size() {
        return byId.size();
    }

    List<Grant> all() {
        return List.copyOf(byId.values());
    }

    List<Grant> covering(List<String> path) {
        if (path.isEmpty()) {
            return List.of();
        }
        return Stream.concat(
                        byRepository.getOrDefault(path.getFirst(), List.of()).stream(),
                        ofManyRepositories.stream())
                .filter(grant -> grant.resource().covers(path))
                .toList();
    }

    Granted granted(List<String> path, Optional<Tee> tee) {
        List<Grant> covering = covering(path);
        if (covering.isEmpty()) {
            return Granted.UNRESTRICTED;
        }
        SortedSet<String> names = new TreeSet<>();
        covering.stream()
                .filter(grant -> grant.opensFor(tee))
                .forEach(grant -> names.add(grant.name()));
        return new Granted(true, names);
    }
}
