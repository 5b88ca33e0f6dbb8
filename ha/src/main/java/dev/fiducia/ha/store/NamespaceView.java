package dev.fiducia.ha.store;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// All records of a namespace, read into one value that is kept until someone changes the
/// namespace. For namespaces that fit into memory and are asked more often than they change.
/// Thread-safe; the value is shared, so it has to be immutable.
public final class NamespaceView<T> {
    private final RecordStore store;
    private final Namespace namespace;
    private final Function<List<StoredRecord>, T> reading;
    private volatile @Nullable View<T> known;

    /// @param reading makes the value of all records, in the order of their keys
    public NamespaceView(
            RecordStore store, Namespace namespace, Function<List<StoredRecord>, T> reading) {
        this.store = store;
        this.namespace = namespace;
        this.reading = reading;
    }

    /// A value as of a generation of the namespace.
    public record View<T>(long generation, T value) {}

    /// The value of records that no commit has changed since, as of this call.
    public T current() {
        return view().value();
    }

    /// The same with the generation that it is of.
    public View<T> view() {
        View<T> seen = known;
        if (seen != null && seen.generation() >= store.generation(namespace)) {
            return seen;
        }
        View<T> read = read();
        known = read;
        return read;
    }

    /// Reads all pages, again from the start if a commit came between two of them.
    private View<T> read() {
        List<StoredRecord> records = new ArrayList<>();
        @Nullable String after = null;
        long generation = -1;
        while (true) {
            RecordPage page = store.list(namespace, "", after, RecordLimits.PAGE);
            if (after != null && page.generation() != generation) {
                records.clear();
                after = null;
                continue;
            }
            generation = page.generation();
            records.addAll(page.records());
            if (page.next().isEmpty()) {
                return new View<>(generation, reading.apply(records));
            }
            after = page.next().get();
        }
    }
}
