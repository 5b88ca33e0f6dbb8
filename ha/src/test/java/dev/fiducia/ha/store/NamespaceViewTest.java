package dev.fiducia.ha.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fiducia.ha.seal.KeyRing;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

class NamespaceViewTest {
    private static final Namespace SEEN = new Namespace("seen");
    private static final Namespace OTHER = new Namespace("other");

    @TempDir private Path folder;

    @Test
    void readsAgainWhenTheNamespaceChanged() throws Exception {
        KeyRing ring = KeyRing.openOrCreate(folder.resolve("ring"));
        try (RecordStore store =
                SqliteRecordStore.open(folder.resolve("store"), ring, InstantSource.system())) {
            NamespaceView<List<String>> view =
                    new NamespaceView<>(
                            store,
                            SEEN,
                            records -> records.stream().map(StoredRecord::key).toList());
            assertThat(view.current()).isEmpty();

            put(store, SEEN, "b");
            put(store, SEEN, "a");
            List<String> both = view.current();
            assertThat(both).containsExactly("a", "b");

            put(store, OTHER, "c");
            assertThat(view.current()).isSameAs(both);
            long before = view.view().generation();
            put(store, SEEN, "c");
            assertThat(view.view().generation()).isGreaterThan(before);
        }
    }

    @Test
    void readsAllPages() throws Exception {
        KeyRing ring = KeyRing.openOrCreate(folder.resolve("ring"));
        try (RecordStore store =
                SqliteRecordStore.open(folder.resolve("store"), ring, InstantSource.system())) {
            List<Change> changes = new ArrayList<>();
            for (int i = 0; i < RecordLimits.PAGE + 1; i++) {
                changes.add(new Change.Put(SEEN, "key" + i, new byte[0], Change.ABSENT));
            }
            store.commit(changes);

            assertThat(new NamespaceView<>(store, SEEN, List::size).current())
                    .isEqualTo(RecordLimits.PAGE + 1);
        }
    }

    private static void put(RecordStore store, Namespace namespace, String key) {
        byte[] value = key.getBytes(StandardCharsets.UTF_8);
        store.commit(List.of(new Change.Put(namespace, key, value, Change.ABSENT)));
    }
}
