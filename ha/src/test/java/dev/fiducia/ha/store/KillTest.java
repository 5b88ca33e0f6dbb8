package dev.fiducia.ha.store;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.fiducia.ha.seal.KeyRing;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// Kills a process that writes, many times over on one store (`-Dkill.rounds` for another number),
/// and looks for every write that it acknowledged.
class KillTest {

    private static final int SQLITE_ROUNDS = Integer.getInteger("kill.rounds", 8);
    private static final int POSTGRES_ROUNDS = Integer.getInteger("kill.rounds", 4);
    private static final int LONGEST_MILLIS = 200;

    @TempDir Path folder;

    /// The store of a test, for the process that is killed and for this one.
    private record Target(
            String openCommand, List<String> properties, Supplier<RecordStore> here) {}

    @Test
    void losesNoAcknowledgedWriteToSqlite() throws IOException {
        losesNoAcknowledgedWrite(
                SQLITE_ROUNDS,
                new Target(
                        "open",
                        List.of(),
                        () ->
                                SqliteRecordStore.open(
                                        folder.resolve("store"), ring(), InstantSource.system())));
    }

    @Test
    void losesNoAcknowledgedWriteToPostgres() throws IOException {
        String database = TestPostgres.newDatabase();
        losesNoAcknowledgedWrite(
                POSTGRES_ROUNDS,
                new Target(
                        "open " + database,
                        List.of("-Dpostgres.port=" + TestPostgres.port()),
                        () ->
                                PostgresRecordStore.open(
                                        TestPostgres.settings(database),
                                        ring(),
                                        InstantSource.system())));
    }

    private KeyRing ring() {
        return KeyRing.openOrCreate(folder.resolve("keys"));
    }

    private void losesNoAcknowledgedWrite(int rounds, Target target) throws IOException {
        Random random = new Random(9);
        Map<String, Long> acknowledged = new HashMap<>();
        // The next process starts up while the current one writes.
        CompletableFuture<Child> next = startNext(target);
        for (int round = 0; round < rounds; round++) {
            try (Child child = next.join()) {
                next = startNext(target);
                child.say(target.openCommand());
                child.expect("open");
                Map<String, Long> written = writeUntilKilled(child, "round" + round, random);
                assertThat(written).isNotEmpty();
                acknowledged.putAll(written);
                child.kill();
            }
            assertAllThere(target, acknowledged, "round" + round + "/");
        }
        next.join().close();
        assertAllThere(target, acknowledged, "");
    }

    private CompletableFuture<Child> startNext(Target target) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return Child.start(
                                folder, null, target.properties().toArray(String[]::new));
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                },
                task -> Thread.ofVirtual().start(task));
    }

    private static Map<String, Long> writeUntilKilled(Child child, String prefix, Random random)
            throws IOException {
        Map<String, Long> written = new HashMap<>();
        child.say("write " + prefix);
        Executor later =
                CompletableFuture.delayedExecutor(
                        random.nextInt(LONGEST_MILLIS), TimeUnit.MILLISECONDS);
        for (String line = child.hear(); line != null; line = child.hear()) {
            String[] words = line.split(" ", -1);
            if (words.length == 3 && words[0].equals("ack")) {
                if (written.isEmpty()) {
                    later.execute(child::kill);
                }
                written.put(words[1], Long.valueOf(words[2]));
            }
        }
        return written;
    }

    private static void assertAllThere(
            Target target, Map<String, Long> acknowledged, String prefix) {
        Set<String> missing = new HashSet<>();
        acknowledged.keySet().stream().filter(key -> key.startsWith(prefix)).forEach(missing::add);
        try (RecordStore store = target.here().get()) {
            @Nullable String after = null;
            do {
                RecordPage page =
                        store.list(RecordStoreContract.NS, prefix, after, RecordLimits.PAGE);
                for (StoredRecord found : page.records()) {
                    assertThat(new String(found.value(), UTF_8))
                            .isEqualTo(StoreProcess.valueOf(found.key()));
                    Long version = acknowledged.get(found.key());
                    if (version != null) {
                        assertThat(found.version()).isEqualTo(version);
                        missing.remove(found.key());
                    }
                }
                after = page.next().orElse(null);
            } while (after != null);
        }
        assertThat(missing).isEmpty();
    }
}
