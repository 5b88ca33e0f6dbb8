package dev.fiducia.ha.store;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.fiducia.ha.seal.KeyRing;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/// Kills a process that writes, a hundred times over on one store (`-Dkill.rounds` for another
/// number), and looks for every write that it acknowledged.
class KillTest {

    private static final int ROUNDS = Integer.getInteger("kill.rounds", 100);
    private static final int LONGEST_MILLIS = 200;

    @TempDir Path folder;

    @Test
    void losesNoAcknowledgedWrite() throws IOException {
        Random random = new Random(9);
        Map<String, Long> acknowledged = new HashMap<>();
        // The next process starts up while the current one writes.
        CompletableFuture<Child> next = startNext();
        for (int round = 0; round < ROUNDS; round++) {
            try (Child child = next.join()) {
                next = startNext();
                child.say("open");
                child.expect("open");
                Map<String, Long> written = writeUntilKilled(child, "round" + round, random);
                assertThat(written).isNotEmpty();
                acknowledged.putAll(written);
                child.kill();
            }
            assertAllThere(acknowledged, "round" + round + "/");
        }
        next.join().close();
        assertAllThere(acknowledged, "");
    }

    private CompletableFuture<Child> startNext() {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return Child.start(folder, null);
                    } catch (IOException e) {
                        throw new java.io.UncheckedIOException(e);
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

    private void assertAllThere(Map<String, Long> acknowledged, String prefix) {
        Set<String> missing = new HashSet<>();
        acknowledged.keySet().stream().filter(key -> key.startsWith(prefix)).forEach(missing::add);
        KeyRing ring = KeyRing.openOrCreate(folder.resolve("keys"));
        try (RecordStore store =
                SqliteRecordStore.open(folder.resolve("store"), ring, InstantSource.system())) {
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
