package dev.fiducia.ha.leader;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.fiducia.ha.seal.KeyRing;
import dev.fiducia.ha.store.CommitResult;
import dev.fiducia.ha.store.Namespace;
import dev.fiducia.ha.store.PostgresRecordStore;
import dev.fiducia.ha.store.RecordStore;
import dev.fiducia.ha.store.TestPostgres;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;

/// A leader in another process is stopped by SIGSTOP, followed, and let go on.
class PausedLeaderTest {
    static final Namespace NS = new Namespace("work");

    @TempDir private Path folder;

    @Test
    void whatItCommitsAfterwardsIsRefused() throws Exception {
        String database = TestPostgres.newDatabase();
        Path keys = folder.resolve("keys");
        KeyRing ring = KeyRing.openOrCreate(keys);
        Process child = start(keys, database);
        try (BufferedReader output = child.inputReader(UTF_8);
                RecordStore store =
                        PostgresRecordStore.open(
                                TestPostgres.settings(database), ring, InstantSource.system())) {
            assertThat(output.readLine()).isEqualTo("ack");
            Lease lease = new Lease(store, "here", () -> System.nanoTime() * LeadingProcess.SPEED);
            lease.turn();
            assertThat(lease.isLeader()).isFalse();
            signal(child, "STOP");
            while (!lease.isLeader()) {
                Thread.sleep(50);
                lease.turn();
            }
            assertThat(lease.view().orElseThrow().term()).isEqualTo(2);
            assertThat(LeadingProcess.work(store, lease, "here"))
                    .isInstanceOf(CommitResult.Committed.class);
            signal(child, "CONT");
            int refused = 0;
            for (String line = output.readLine(); refused < 5; line = output.readLine()) {
                assertThat(line).isNotNull();
                refused += Objects.equals(line, "refused") ? 1 : 0;
            }
            assertThat(store.get(NS, "work").orElseThrow().value())
                    .asString(UTF_8)
                    .isEqualTo("here");
        } finally {
            child.destroyForcibly().waitFor();
        }
    }

    private Process start(Path keys, String database) throws IOException {
        List<String> command =
                List.of(
                        Path.of(System.getProperty("java.home", ""), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("java.class.path", ""),
                        LeadingProcess.class.getName(),
                        keys.toString(),
                        database,
                        Integer.toString(TestPostgres.port()));
        return new ProcessBuilder(command)
                .redirectError(folder.resolve("child.err").toFile())
                .start();
    }

    private static void signal(Process process, String signal) throws Exception {
        int result =
                new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                        .start()
                        .waitFor();
        assertThat(result).isZero();
    }
}
