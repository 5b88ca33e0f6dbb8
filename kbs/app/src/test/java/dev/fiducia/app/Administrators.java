package dev.fiducia.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fiducia.guest.RcarClient;
import dev.fiducia.guest.ResourceUri;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/// Administrators who store secrets one after the other, each named by what it holds, and remember
/// what the service says it has stored.
final class Administrators {
    private static final int COUNT = 8;
    private static final int READERS = 16;

    private final ReplicaGroup group;
    private final String prefix;
    private final Duration pause;
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicBoolean over = new AtomicBoolean();
    private final List<String> acknowledged = Collections.synchronizedList(new ArrayList<>());
    private final List<Thread> writing = new ArrayList<>();

    /// @param pause of each after a write
    Administrators(ReplicaGroup group, String prefix, Duration pause) {
        this.group = group;
        this.prefix = prefix;
        this.pause = pause;
        for (int i = 0; i < COUNT; i++) {
            writing.add(Thread.ofVirtual().start(this::write));
        }
    }

    private void write() {
        AdminClient admin = group.admin();
        while (!over.get()) {
            String name = "default/" + prefix + "/k" + next.getAndIncrement();
            try {
                admin.post(
                        "/kbs/v0/resource/" + name,
                        "application/octet-stream",
                        name.getBytes(StandardCharsets.UTF_8));
                acknowledged.add(name);
                LockSupport.parkNanos(pause.toNanos());
            } catch (CommandFailure _) {
                // Not acknowledged: it may be there or not.
            }
        }
    }

    int acknowledged() {
        return acknowledged.size();
    }

    /// Nobody begins another write.
    void end() throws InterruptedException {
        over.set(true);
        for (Thread thread : writing) {
            thread.join();
        }
    }

    /// Guests get every secret that was acknowledged.
    void assertAllThere() throws Exception {
        List<String> names = List.copyOf(acknowledged);
        assertThat(names).isNotEmpty();
        AtomicInteger at = new AtomicInteger();
        List<CompletableFuture<Integer>> readers = new ArrayList<>();
        for (int i = 0; i < READERS; i++) {
            readers.add(
                    Background.run(() -> {
                        RcarClient guest = group.attestedGuest();
                        int read = 0;
                        for (int n = at.getAndIncrement();
                                n < names.size();
                                n = at.getAndIncrement()) {
                            assertThat(guest.getResource(ResourceUri.parse(names.get(n))))
                                    .asString(StandardCharsets.UTF_8)
                                    .isEqualTo(names.get(n));
                            read++;
                        }
                        return read;
                    }));
        }
        int read = 0;
        for (CompletableFuture<Integer> reader : readers) {
            read += reader.get();
        }
        assertThat(read).isEqualTo(names.size());
    }
}
