package dev.fiducia.ha.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fiducia.ha.seal.KeyRing;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/// Three processes use the same things on one database while they are stopped for seconds, as a
/// suspended machine is, and killed. Whatever happens, nothing is used twice.
class SingleUseFaultTest {

    private static final int THINGS = Integer.getInteger("things", 3000);
    private static final int PROCESSES = 3;

    @TempDir Path folder;

    private final String database = TestPostgres.newDatabase();

    private record Won(int process, String thing) {}

    @Test
    void nothingIsUsedTwiceByProcessesThatAreStoppedAndKilled() throws Exception {
        KeyRing ring = KeyRing.openOrCreate(folder.resolve("keys"));
        PostgresRecordStore.open(TestPostgres.settings(database), ring, InstantSource.system())
                .close();
        List<Child> children = new ArrayList<>();
        List<Thread> listening = new ArrayList<>();
        Map<String, Integer> winners = new ConcurrentHashMap<>();
        List<Won> again = Collections.synchronizedList(new ArrayList<>());
        for (int i = 0; i < PROCESSES; i++) {
            Child child = Child.start(folder, null, "-Dpostgres.port=" + TestPostgres.port());
            children.add(child);
            child.say("open " + database);
            child.expect("open");
        }
        for (int i = 0; i < PROCESSES; i++) {
            int process = i;
            Child child = children.get(i);
            child.say("use " + THINGS);
            listening.add(
                    Thread.ofVirtual()
                            .start(() -> {
                                try {
                                    for (String line = child.hear();
                                            line != null;
                                            line = child.hear()) {
                                        note(new Won(process, line), winners, again);
                                    }
                                } catch (IOException _) {
                                    // It was killed.
                                }
                            }));
        }
        Random random = new Random(6);
        for (int stop = 0; stop < 3; stop++) {
            Child victim = children.get(random.nextInt(PROCESSES - 1));
            signal("-STOP", victim);
            // Longer than the database lets it hold the others up.
            TimeUnit.MILLISECONDS.sleep(2500 + random.nextInt(500));
            signal("-CONT", victim);
        }
        children.get(random.nextInt(PROCESSES - 1)).kill();
        for (Thread thread : listening) {
            thread.join();
        }
        for (Child child : children) {
            child.close();
        }
        assertThat(again).isEmpty();
        // One that was killed may have taken some with it.
        assertThat(winners.size()).isBetween(THINGS / 2, THINGS);
    }

    private static void note(Won won, Map<String, Integer> winners, List<Won> again) {
        if (won.thing().startsWith("won ")) {
            @Nullable Integer other = winners.putIfAbsent(won.thing(), won.process());
            if (other != null) {
                again.add(won);
            }
        }
    }

    private static void signal(String signal, Child child) throws Exception {
        new ProcessBuilder("kill", signal, Long.toString(child.pid())).start().waitFor();
    }
}
