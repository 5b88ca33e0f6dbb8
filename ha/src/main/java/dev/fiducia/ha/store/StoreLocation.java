package dev.fiducia.ha.store;

import dev.fiducia.ha.seal.KeyRing;

import java.nio.file.Path;
import java.time.InstantSource;

/// Where a store is: for commands that take it as a whole, not record by record.
public sealed interface StoreLocation {

    /// An SQLite database in a folder. Whatever is done with it as a whole needs it for itself.
    record Embedded(Path folder) implements StoreLocation {}

    /// A schema of a PostgreSQL database.
    record Shared(PostgresSettings settings) implements StoreLocation {}

    /// For people.
    default String shown() {
        return switch (this) {
            case Embedded(Path folder) -> "in " + folder;
            case Shared(PostgresSettings settings) -> settings.shown();
        };
    }

    /// Reads the store as of now. Nothing is made or changed.
    ///
    /// @throws StoreException [StoreException.Reason#IN_USE] if an embedded one is open elsewhere,
    ///   [StoreException.Reason#SCHEMA] if there is none, or one of another release
    default StoreSnapshot snapshot(KeyRing ring) {
        return switch (this) {
            case Embedded(Path folder) -> SqliteWhole.snapshot(folder, ring);
            case Shared(PostgresSettings settings) -> PostgresWhole.snapshot(settings, ring);
        };
    }

    /// Makes the store and fills it, sealed under a ring: after a crash all of it is there or
    /// nothing.
    ///
    /// @throws StoreException [StoreException.Reason#NOT_EMPTY] if it has ever been written to
    default void fill(KeyRing ring, RecordSource source) {
        switch (this) {
            case Embedded(Path folder) -> SqliteWhole.fill(folder, ring, source);
            case Shared(PostgresSettings settings) -> PostgresWhole.fill(settings, ring, source);
        }
    }

    /// Opens the store for use.
    default SealedStore open(KeyRing ring, InstantSource clock) {
        return switch (this) {
            case Embedded(Path folder) -> SqliteRecordStore.open(folder, ring, clock);
            case Shared(PostgresSettings settings) ->
                    PostgresRecordStore.open(settings, ring, clock);
        };
    }
}
