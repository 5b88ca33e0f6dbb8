package dev.fiducia.kbs;

import dev.fiducia.ha.seal.KeyRing;
import dev.fiducia.ha.session.InMemorySessions;
import dev.fiducia.ha.session.Sessions;
import dev.fiducia.ha.store.RecordStore;
import dev.fiducia.ha.store.SqliteRecordStore;
import dev.fiducia.kbs.config.FiduciaConfig;

import java.nio.file.Path;
import java.time.InstantSource;

/// Where a service keeps what it knows: one sealed store, and sessions that may be lost.
///
/// @param folder for files beside the store
/// @param ring the keys by which records are sealed
record State(Path folder, KeyRing ring, RecordStore store, Sessions sessions) {
    private static final long SESSION_CHARACTERS = 256L << 20;

    static State open(FiduciaConfig config, InstantSource clock, Openings openings) {
        Path folder = config.store().path();
        KeyRing ring =
                KeyRing.openOrCreate(
                        folder.resolve("key-ring"), SqliteRecordStore.databaseFile(folder));
        RecordStore store = openings.add(SqliteRecordStore.open(folder, ring, clock));
        Sessions sessions =
                new InMemorySessions(config.limits().sessions(), SESSION_CHARACTERS, clock);
        return new State(folder, ring, store, sessions);
    }
}
