package dev.fiducia.initdata.registry;

import dev.fiducia.initdata.BoundValue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/// All revisions at one moment of the store: by id, by name and number, by digest, and by what
/// evidence shows. Immutable.
public final class RevisionIndex {
    /// One for each hardware field.
    private static final List<String> TEES =
            List.of("snp", "tdx", "sgx", "cca", "az-snp-vtpm", "sample");

    private final NavigableMap<String, InitdataRevision> byId = new TreeMap<>();
    private final Map<String, NavigableMap<Integer, InitdataRevision>> byName = new HashMap<>();
    private final Map<String, List<InitdataRevision>> byDigest = new HashMap<>();
    private final Map<String, List<InitdataRevision>> byBoundValue = new HashMap<>();

    public RevisionIndex(Collection<InitdataRevision> revisions) {
        revisions.forEach(this::add);
    }

    private void add(InitdataRevision revision) {
        byId.put(revision.id(), revision);
        byName.computeIfAbsent(revision.name(), _ -> new TreeMap<>())
                .put(revision.number(), revision);
        DocumentIdentity document = revision.document();
        put(byDigest, document.digest().hex(), revision);
        put(byDigest, document.algorithm().wireName() + ":" + document.digest().hex(), revision);
        for (String tee : TEES) {
            BoundValue.expected(tee, document.digest())
                    .ifPresent(value -> put(byBoundValue, value.key(), revision));
        }
    }

    private static void put(
            Map<String, List<InitdataRevision>> index, String key, InitdataRevision revision) {
        index.computeIfAbsent(key, _ -> new ArrayList<>()).add(revision);
    }

    public int size() {
        return byId.size();
    }

    /// By id (with or without `sha256:`), digest (with or without its algorithm), or name: a name
    /// stands for its newest revision in force, without one for its newest. A digest that several
    /// revisions have finds none of them.
    public Optional<InitdataRevision> find(String reference, Instant now) {
        return byIdOrDigest(reference).or(() -> current(reference, now));
    }

    /// By a name and, of its revisions, by number, id or digest.
    public Optional<InitdataRevision> find(String name, String reference) {
        NavigableMap<Integer, InitdataRevision> ofName = byName.get(name);
        if (ofName != null && reference.matches("[0-9]{1,9}")) {
            return Optional.ofNullable(ofName.get(Integer.parseInt(reference)));
        }
        return byIdOrDigest(reference).filter(revision -> revision.name().equals(name));
    }

    /// By id, with or without `sha256:`, or digest, with or without its algorithm.
    public Optional<InitdataRevision> byIdOrDigest(String reference) {
        InitdataRevision revision = byId.get(DocumentIdentity.bare(reference));
        if (revision != null) {
            return Optional.of(revision);
        }
        List<InitdataRevision> ofDigest = byDigest.getOrDefault(reference, List.of());
        return ofDigest.size() == 1 ? Optional.of(ofDigest.getFirst()) : Optional.empty();
    }

    private Optional<InitdataRevision> current(String name, Instant now) {
        List<InitdataRevision> newestFirst = ofName(name).reversed();
        return newestFirst.stream()
                .filter(revision -> revision.isInForceAt(now))
                .findFirst()
                .or(() -> newestFirst.stream().findFirst());
    }

    /// The revisions of a name by their numbers; none when nothing has the name.
    public List<InitdataRevision> ofName(String name) {
        NavigableMap<Integer, InitdataRevision> revisions = byName.get(name);
        return revisions == null ? List.of() : List.copyOf(revisions.values());
    }

    /// What a value that evidence shows stands for. One that several revisions could have given is
    /// ambiguous, whatever their states, unless one of them is revoked: then it counts as that one.
    public Standing standing(BoundValue value, Instant now) {
        List<InitdataRevision> holders =
                value.isUnset() ? List.of() : byBoundValue.getOrDefault(value.key(), List.of());
        if (holders.isEmpty()) {
            return new Standing.Unregistered();
        }
        Optional<InitdataRevision> revoked =
                holders.stream().filter(each -> each.state() == RevisionState.REVOKED).findFirst();
        if (holders.size() > 1 && revoked.isEmpty()) {
            return new Standing.Ambiguous(holders);
        }
        InitdataRevision known = revoked.orElse(holders.getFirst());
        return new Standing.Known(known, known.stateAt(now));
    }

    /// The revisions that have a text as their id or digest, or that evidence shows by it in any of
    /// the fields.
    public Collection<InitdataRevision> showing(String value) {
        Map<String, InitdataRevision> found = new TreeMap<>();
        byIdOrDigest(value).ifPresent(revision -> found.put(revision.id(), revision));
        for (String tee : TEES) {
            BoundValue.observed(tee, value)
                    .map(seen -> byBoundValue.getOrDefault(seen.key(), List.of()))
                    .orElse(List.of())
                    .forEach(revision -> found.put(revision.id(), revision));
        }
        return List.copyOf(found.values());
    }

    /// In the order of ids, those behind `after`.
    public Collection<InitdataRevision> after(Optional<String> after) {
        return Collections.unmodifiableCollection(
                after.isPresent() ? byId.tailMap(after.get(), false).values() : byId.values());
    }
}
