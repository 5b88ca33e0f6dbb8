package dev.fiducia.ha.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.hazelcast.map.IMap;

import dev.fiducia.ha.seal.KeyRing;
import dev.fiducia.ha.session.InMemorySessions;
import dev.fiducia.ha.session.Session;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/// A cluster that answers only when it is told to, as one that just lost a member does.
class StalledClusterTest {
    private final Session session =
            new Session(
                    "token",
                    Instant.now().truncatedTo(ChronoUnit.MILLIS).plus(Duration.ofMinutes(5)),
                    "thumb");

    @TempDir private Path folder;
    private final InMemorySessions store = new InMemorySessions(10, 1000, InstantSource.system());
    private final Map<Object, byte[]> held = new ConcurrentHashMap<>();
    private final CountDownLatch answers = new CountDownLatch(1);
    private final AtomicLong now = new AtomicLong();
    private final List<Long> waits = new ArrayList<>();
    private ClusterSessions sessions;

    @BeforeEach
    void open() {
        sessions =
                new ClusterSessions(
                        stalled(),
                        () -> true,
                        KeyRing.openOrCreate(folder.resolve("ring")),
                        store,
                        InstantSource.system(),
                        now::get);
    }

    @Test
    void aSessionGoesToTheStoreAndIsFoundThere() {
        sessions.put("id", session);
        assertThat(store.get("id")).contains(session);
        assertThat(sessions.get("id")).contains(session);
    }

    @Test
    void theNextOnesDoNotWaitForItBeforeAWhileHasPassed() {
        sessions.put("first", session);
        sessions.put("second", session);
        assertThat(store.get("second")).contains(session);
        assertThat(sessions.get("second")).contains(session);
        now.addAndGet(TimeUnit.SECONDS.toNanos(1));
        sessions.put("third", session);
        assertThat(waits).containsExactly(50L, 0L, 50L);
    }

    @Test
    void whatNobodyHasIsNotThere() {
        assertThat(sessions.get("id")).isEmpty();
    }

    /// It was put before the stall: the store does not have it, so the cluster is waited for.
    @Test
    void whatOnlyTheClusterHasIsWaitedFor() throws Exception {
        sessions.put("id", session);
        InMemorySessions empty = new InMemorySessions(10, 1000, InstantSource.system());
        ClusterSessions others =
                new ClusterSessions(
                        stalled(),
                        () -> true,
                        KeyRing.openOrCreate(folder.resolve("ring")),
                        empty,
                        InstantSource.system(),
                        now::get);
        var found = CompletableFuture.supplyAsync(() -> others.get("id"));
        Thread.sleep(200);
        assertThat(found).isNotDone();
        answers.countDown();
        assertThat(found.get()).contains(session);
    }

    /// Notes for how many milliseconds it is waited for.
    private final class Never extends CompletableFuture<Void> {
        @Override
        public Void get(long timeout, TimeUnit unit) throws TimeoutException {
            waits.add(unit.toMillis(timeout));
            throw new TimeoutException();
        }
    }

    @SuppressWarnings("unchecked")
    private IMap<String, byte[]> stalled() {
        return (IMap<String, byte[]>)
                Proxy.newProxyInstance(
                        IMap.class.getClassLoader(),
                        new Class<?>[] {IMap.class},
                        (_, method, arguments) ->
                                switch (method.getName()) {
                                    case "setAsync" -> {
                                        held.put(arguments[0], (byte[]) arguments[1]);
                                        yield new Never();
                                    }
                                    case "get" -> {
                                        answers.await();
                                        yield held.get(arguments[0]);
                                    }
                                    default ->
                                            throw new UnsupportedOperationException(
                                                    method.getName());
                                });
    }
}
