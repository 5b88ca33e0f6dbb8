package dev.fiducia.ha.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fiducia.ha.audit.AuditLog;
import dev.fiducia.ha.audit.AuditVerdict;
import dev.fiducia.ha.seal.KeyRing;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/// Kills a process that removes audit events (`-Dkill.rounds` for another number of times): what is
/// left is a log that verifies.
class PruneKillTest {
    private static final int ROUNDS = Integer.getInteger("kill.rounds", 1);
    private static final int MOST_CUTS = 40;

    @TempDir private Path folder;
    private final Random random = new Random(11);

    private KeyRing ring() {
        return KeyRing.openOrCreate(folder.resolve("keys"));
    }

    @Test
    void leavesALogThatVerifiesInSqlite() throws IOException {
        leavesALogThatVerifies(
                "open",
                List.of(),
                () ->
                        SqliteRecordStore.open(
                                folder.resolve("store"), ring(), InstantSource.system()));
    }

    @Test
    void leavesALogThatVerifiesInPostgres() throws IOException {
        String database = TestPostgres.newDatabase();
        leavesALogThatVerifies(
                "open " + database,
                List.of("-Dpostgres.port=" + TestPostgres.port()),
                () ->
                        PostgresRecordStore.open(
                                TestPostgres.settings(database), ring(), InstantSource.system()));
    }

    private void leavesALogThatVerifies(
            String open, List<String> properties, Supplier<RecordStore> here) throws IOException {
        long removed = 0;
        for (int round = 0; round < ROUNDS; round++) {
            try (Child child = Child.start(folder, null, properties.toArray(String[]::new))) {
                child.say(open);
                child.expect("open");
                child.say("prune");
                for (int cut = 1 + random.nextInt(MOST_CUTS); cut > 0; cut--) {
                    child.expect("cut");
                }
                child.kill();
            }
            try (RecordStore store = here.get()) {
                AuditVerdict verdict =
                        new AuditLog(store, InstantSource.system())
                                .verify(StoreProcess.PRUNING, List.of());
                assertThat(verdict.problems()).isEmpty();
                assertThat(verdict.cut().events()).isGreaterThan(removed);
                removed = verdict.cut().events();
            }
        }
    }
}
