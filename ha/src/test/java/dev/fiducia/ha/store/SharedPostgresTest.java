package dev.fiducia.ha.store;

import static dev.fiducia.ha.store.RecordStoreContract.NS;
import static dev.fiducia.ha.store.RecordStoreContract.bytes;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.fiducia.ha.seal.KeyRing;
import dev.fiducia.ha.singleuse.Consumption;
import dev.fiducia.ha.singleuse.SingleUse;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Several replicas on one database act as one.
class SharedPostgresTest {

    private static final int REPLICAS = 3;
    private static final int THREADS = 64;
    private static final Duration LIFETIME = Duration.ofHours(1);

    @TempDir Path folder;

    private final String database = TestPostgres.newDatabase();
    private final List<RecordStore> replicas = new ArrayList<>();

    @BeforeEach
    void open() throws InterruptedException {
        try (Together threads = new Together()) {
            KeyRing ring = KeyRing.openOrCreate(folder.resolve("keys"));
            // At the same moment on an empty database, as a first roll-out does.
            replicas.addAll(
                    threads.run(
                            REPLICAS,
                            _ ->
                                    PostgresRecordStore.open(
                                            TestPostgres.settings(database),
                                            ring,
                                            InstantSource.system())));
        }
    }

    @AfterEach
    void close() {
        replicas.forEach(RecordStore::close);
    }

    @Test
    void showsWhatOneCommittedToAllAtOnce() {
        NamespaceView<Integer> view = new NamespaceView<>(replicas.get(1), NS, List::size);
        for (int i = 1; i <= 200; i++) {
            replicas.get(0).commit(List.of(new Change.Put(NS, "k" + i, bytes(""), Change.ABSENT)));
            assertThat(view.current()).isEqualTo(i);
        }
    }

    @Test
    void losesNoUpdateOfManyReplicas() throws InterruptedException {
        replicas.get(0).commit(List.of(new Change.Put(NS, "n", bytes("0"), Change.ABSENT)));
        Set<Long> versions = ConcurrentHashMap.newKeySet();
        try (Together threads = new Together()) {
            threads.run(
                    12,
                    i -> {
                        RecordStore store = replicas.get(i % REPLICAS);
                        for (int done = 0; done < 20; ) {
                            StoredRecord now = store.get(NS, "n").orElseThrow();
                            int count = Integer.parseInt(new String(now.value(), UTF_8));
                            Change next =
                                    new Change.Put(NS, "n", bytes("" + (count + 1)), now.version());
                            if (store.commit(List.of(next))
                                    instanceof CommitResult.Committed(long version, var _)) {
                                assertThat(versions.add(version)).isTrue();
                                done++;
                            }
                        }
                        return 0;
                    });
        }
        assertThat(replicas.get(2).get(NS, "n").orElseThrow().value()).isEqualTo(bytes("240"));
    }

    @Test
    void hasOneUserOfEachChallenge() throws InterruptedException {
        List<SingleUse> uses =
                replicas.stream()
                        .map(store ->
                                new SingleUse(
                                        store,
                                        new Namespace("used"),
                                        LIFETIME,
                                        InstantSource.system()))
                        .toList();
        var expiry = InstantSource.system().instant().plus(LIFETIME.minusMinutes(1));
        int challenges = Integer.getInteger("challenges", 100);
        try (Together threads = new Together()) {
            List<List<Integer>> won =
                    threads.run(
                            THREADS * REPLICAS,
                            i -> {
                                List<Integer> mine = new ArrayList<>();
                                for (int c = 0; c < challenges; c++) {
                                    if (uses.get(i % REPLICAS)
                                                    .consume("challenge" + c, expiry, bytes(""))
                                            instanceof Consumption.Won) {
                                        mine.add(c);
                                    }
                                }
                                return mine;
                            });
            List<Integer> all = won.stream().flatMap(List::stream).toList();
            assertThat(all).doesNotHaveDuplicates().hasSize(challenges);
        }
    }
}
