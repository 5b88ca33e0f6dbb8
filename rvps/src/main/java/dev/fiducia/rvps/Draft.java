package dev.fiducia.rvps;

import com.fasterxml.jackson.databind.JsonNode;

import dev.fiducia.ha.store.Change;
import dev.fiducia.ha.store.RecordLimits;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// Edits on top of one state of the values, turned into changes that are conditional on that state.
final class Draft {

    private final LoadedValues base;
    private final Instant now;
    private final Map<String, Optional<ReferenceValue>> drafted = new TreeMap<>();

    Draft(LoadedValues base, Instant now) {
        this.base = base;
        this.now = now;
    }

    void edit(SourceEdit edit) throws RvpsException {
        switch (edit) {
            case SourceEdit.Add add -> add(add);
            case SourceEdit.Remove remove -> remove(remove.source());
        }
    }

    List<Change> changes() throws RvpsException {
        List<Change> changes = new ArrayList<>();
        long bytes = 0;
        for (Map.Entry<String, Optional<ReferenceValue>> draft : drafted.entrySet()) {
            LoadedValues.Versioned found = base.byName().get(draft.getKey());
            if (found == null && draft.getValue().isEmpty()) {
                continue;
            }
            long version = found == null ? Change.ABSENT : found.version();
            Change change = change(draft.getKey(), draft.getValue(), version);
            bytes += change instanceof Change.Put put ? put.value().length : 0;
            changes.add(change);
        }
        if (changes.size() > RecordLimits.CHANGES || bytes > RecordLimits.COMMIT_BYTES) {
            throw new RvpsException(
                    RvpsException.Code.LIMIT,
                    "this changes more reference values than one commit can hold");
        }
        return List.copyOf(changes);
    }

    static Change change(String name, Optional<ReferenceValue> value, long version)
            throws RvpsException {
        return value.isEmpty()
                ? new Change.Delete(ReferenceValues.NAMESPACE, name, version)
                : new Change.Put(
                        ReferenceValues.NAMESPACE, name, ValueCodec.encode(value.get()), version);
    }

    private void add(SourceEdit.Add edit) throws RvpsException {
        if (edit.values().size() > RvpsLimits.NAMES) {
            throw new RvpsException(
                    RvpsException.Code.LIMIT,
                    "one registration has at most " + RvpsLimits.NAMES + " names");
        }
        Instant from = edit.from().truncatedTo(ChronoUnit.SECONDS);
        Instant expiration = edit.expiration().truncatedTo(ChronoUnit.SECONDS);
        for (Map.Entry<String, JsonNode> value : edit.values().entrySet()) {
            String name = value.getKey();
            RvpsLimits.checkName(name);
            Contribution part = new Contribution(edit.source(), value.getValue(), from, expiration);
            ReferenceValue before = find(name).orElse(new ReferenceValue(name, List.of()));
            drafted.put(name, Optional.of(Merge.add(before, part, now)));
        }
    }

    private void remove(Source source) {
        Set<String> names = new TreeSet<>(base.byName().keySet());
        names.addAll(drafted.keySet());
        for (String name : names) {
            Optional<ReferenceValue> before = find(name);
            if (before.isPresent() && before.get().sources().contains(source)) {
                drafted.put(name, Merge.remove(before.get(), source, now));
            }
        }
    }

    private Optional<ReferenceValue> find(String name) {
        Optional<ReferenceValue> edited = drafted.get(name);
        return edited != null
                ? edited
                : Optional.ofNullable(base.byName().get(name)).map(LoadedValues.Versioned::value);
    }
}
