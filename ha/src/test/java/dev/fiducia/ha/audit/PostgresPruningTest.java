package dev.fiducia.ha.audit;

import dev.fiducia.ha.seal.KeyRing;
import dev.fiducia.ha.store.PostgresRecordStore;
import dev.fiducia.ha.store.RecordStore;
import dev.fiducia.ha.store.TestPostgres;

import java.time.InstantSource;

/// Removing old events from a log in PostgreSQL.
class PostgresPruningTest extends AuditPruningContract {

    @Override
    RecordStore open(KeyRing ring, InstantSource clock) {
        return PostgresRecordStore.open(
                TestPostgres.settings(TestPostgres.newDatabase()), ring, clock);
    }
}
