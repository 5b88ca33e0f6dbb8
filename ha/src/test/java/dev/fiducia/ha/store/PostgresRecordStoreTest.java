package dev.fiducia.ha.store;

import dev.fiducia.ha.seal.KeyRing;

import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

/// PostgreSQL keeps the contract of the stores.
class PostgresRecordStoreTest extends RecordStoreContract {

    @TempDir Path folder;

    private final String database = TestPostgres.newDatabase();

    @Override
    RecordStore open() {
        KeyRing ring = KeyRing.openOrCreate(folder.resolve("keys"));
        return PostgresRecordStore.open(TestPostgres.settings(database), ring, clock);
    }
}
