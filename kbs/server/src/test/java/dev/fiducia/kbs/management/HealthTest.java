package dev.fiducia.kbs.management;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fiducia.ha.seal.KeyRing;
import dev.fiducia.ha.store.RecordStore;
import dev.fiducia.ha.store.SqliteRecordStore;
import dev.fiducia.kbs.http.Listener;
import dev.fiducia.kbs.http.ListenerLimits;
import dev.fiducia.kbs.http.Traffic;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

class HealthTest {
    private static final Duration LONG = Duration.ofSeconds(30);

    private final CountDownLatch standing = new CountDownLatch(1);
    private final CountDownLatch release = new CountDownLatch(1);

    @TempDir Path folder;

    private RecordStore store() {
        return SqliteRecordStore.open(
                folder,
                KeyRing.openOrCreate(
                        folder.resolve("key-ring"), SqliteRecordStore.databaseFile(folder)),
                InstantSource.system());
    }

    private static Listener listener(Traffic traffic) {
        return Listener.start(
                new Listener.Settings(
                        List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)),
                        Optional.empty(),
                        new ListenerLimits(1024, 16 * 1024, LONG, LONG, LONG),
                        1,
                        1),
                List.of(),
                new SecureRandom(),
                traffic);
    }

    @Test
    void whatHasNoSocketsYetIsNotReady() {
        try (RecordStore store = store()) {
            Health health = new Health(store);
            assertThat(health.unreadiness()).hasValue("starting");
            assertThat(health.isAlive()).isTrue();
        }
    }

    @Test
    void whatCannotReadItsStoreIsNotReadyAndAlive() {
        RecordStore store = store();
        try (Listener listener = listener(Traffic.UNWATCHED)) {
            Health health = new Health(store);
            health.serving(listener);
            assertThat(health.unreadiness()).isEmpty();
            store.close();
            assertThat(health.unreadiness()).hasValue("the store can't be read");
            assertThat(health.isAlive()).isTrue();
        }
    }

    @Test
    void whatStandsStillIsNotAlive() throws Exception {
        Traffic blocking =
                new Traffic() {
                    @Override
                    public void began(String path) {
                        standing.countDown();
                        try {
                            release.await();
                        } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                        }
                    }

                    @Override
                    public void ended(Ended request) {}
                };
        try (RecordStore store = store();
                Listener listener = listener(blocking);
                Socket client =
                        new Socket(InetAddress.getLoopbackAddress(), listener.ports().getFirst())) {
            Health health = new Health(store);
            health.serving(listener);
            assertThat(health.isAlive()).isTrue();
            client.getOutputStream()
                    .write("GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            standing.await();
            assertThat(health.isAlive()).isFalse();
            release.countDown();
            assertThat(health.isAlive()).isTrue();
        }
    }
}
