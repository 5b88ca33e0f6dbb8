package dev.fiducia.ha.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.time.InstantSource;
import java.util.List;

/// SQLite stores as a whole.
class SqliteWholeTest extends WholeStoreContract {
    private int stores;

    @Override
    StoreLocation newLocation() {
        return new StoreLocation.Embedded(folder.resolve("store" + stores++));
    }

    @Override
    String childName(StoreLocation location) {
        return "folder " + ((StoreLocation.Embedded) location).folder();
    }

    @Override
    List<String> childProperties() {
        return List.of();
    }

    @Test
    void isLeftAloneWhileSomebodyUsesIt() {
        StoreLocation used = newLocation();
        StoreLocation other = newLocation();
        other.open(ring, InstantSource.system()).close();
        try (RecordStore _ = used.open(ring, InstantSource.system());
                StoreSnapshot snapshot = other.snapshot(ring)) {
            refusesAsInUse(() -> used.snapshot(ring).close());
            refusesAsInUse(() -> used.fill(ring, snapshot));
            refusesAsInUse(() -> other.open(ring, InstantSource.system()).close());
        }
        used.snapshot(ring).close();
    }

    private static void refusesAsInUse(Runnable use) {
        assertThatThrownBy(use::run)
                .isInstanceOfSatisfying(
                        StoreException.class,
                        e -> assertThat(e.reason()).isEqualTo(StoreException.Reason.IN_USE));
    }
}
