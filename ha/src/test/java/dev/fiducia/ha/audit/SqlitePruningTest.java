package dev.fiducia.ha.audit;

import dev.fiducia.ha.seal.KeyRing;
import dev.fiducia.ha.store.RecordStore;
import dev.fiducia.ha.store.SqliteRecordStore;

import java.time.InstantSource;

/// Removing old events from a log in SQLite.
class SqlitePruningTest extends AuditPruningContract {

    @Override
    RecordStore open(KeyRing ring, InstantSource clock) {
        return SqliteRecordStore.open(folder.resolve("store"), ring, clock);
    }
}
