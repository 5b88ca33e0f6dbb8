package dev.fiducia.ha.store;

import dev.fiducia.ha.seal.KeyRing;

import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

/// SQLite keeps the contract of the stores.
class SqliteRecordStoreTest extends RecordStoreContract {

    @TempDir Path folder;

    @Override
    RecordStore open() {
        KeyRing ring = KeyRing.openOrCreate(folder.resolve("keys"));
        return SqliteRecordStore.open(folder.resolve("store"), ring, clock);
    }
}
