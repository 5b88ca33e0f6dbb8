package dev.fiducia.ha.store;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.time.InstantSource;
import java.util.List;

/// PostgreSQL stores as a whole.
class PostgresWholeTest extends WholeStoreContract {

    @Override
    StoreLocation newLocation() {
        return new StoreLocation.Shared(TestPostgres.settings(TestPostgres.newDatabase()));
    }

    @Override
    String childName(StoreLocation location) {
        return "database " + ((StoreLocation.Shared) location).settings().database();
    }

    @Override
    List<String> childProperties() {
        return List.of("-Dpostgres.port=" + TestPostgres.port());
    }

    @Test
    void doesNotSeeWhatReplicasCommitMeanwhile() {
        StoreLocation location = newLocation();
        try (RecordStore store = location.open(ring, InstantSource.system());
                StoreSnapshot snapshot = location.snapshot(ring)) {
            store.commit(List.of(new Change.Put(NS, "a", new byte[1], Change.ABSENT)));
            assertThat(snapshot.get(NS, "a")).isEmpty();
            assertThat(snapshot.generation(NS)).isZero();
            assertThat(snapshot.verify().records()).isEqualTo(1);
            try (StoreSnapshot later = location.snapshot(ring)) {
                assertThat(later.verify().records()).isEqualTo(2);
            }
        }
    }

    @Test
    void goesFromSqliteToPostgresDirectly() {
        StoreLocation from = new StoreLocation.Embedded(folder.resolve("sqlite"));
        try (RecordStore store = from.open(ring, InstantSource.system())) {
            for (int i = 0; i < 50; i++) {
                store.commit(List.of(new Change.Put(NS, "key" + i, new byte[i], Change.ABSENT)));
            }
        }
        StoreLocation to = newLocation();
        try (StoreSnapshot snapshot = from.snapshot(ring)) {
            to.fill(ring, snapshot);
        }
        try (RecordStore store = to.open(ring, InstantSource.system())) {
            assertThat(store.get(NS, "key49").orElseThrow().value()).hasSize(49);
            assertThat(store.list(NS, "", null, 100).records()).hasSize(50);
        }
    }
}
