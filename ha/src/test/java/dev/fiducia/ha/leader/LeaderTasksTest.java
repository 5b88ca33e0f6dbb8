package dev.fiducia.ha.leader;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fiducia.ha.seal.KeyRing;
import dev.fiducia.ha.store.RecordStore;
import dev.fiducia.ha.store.SqliteRecordStore;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/// Tasks run where the leader is, and nowhere else.
class LeaderTasksTest {
    @TempDir private Path folder;

    @Test
    void tasksFollowTheLeader() {
        KeyRing ring = KeyRing.openOrCreate(folder.resolve("keys"));
        AtomicLong nanos = new AtomicLong(-40);
        List<String> done = new ArrayList<>();
        try (RecordStore store =
                SqliteRecordStore.open(folder.resolve("store"), ring, InstantSource.system())) {
            LeaderTasks a = tasks(store, "a", nanos, done);
            LeaderTasks b = tasks(store, "b", nanos, done);
            pass(nanos, Duration.ofMinutes(2), a, b);
            // Daily ones after a minute, frequent ones at their interval.
            assertThat(done).containsOnlyOnce("a hourly");
            assertThat(done.stream().filter("a often"::equals).count()).isBetween(4L, 6L);
            assertThat(done).noneMatch(each -> each.startsWith("b"));
            assertThat(a.done().get(0).last()).isPresent();
            assertThat(a.done().get(0).failed()).isFalse();
            assertThat(a.done().get(2).failed()).isTrue();
            assertThat(b.done().get(0).last()).isEmpty();
            a.close();
            done.clear();
            pass(nanos, Duration.ofMinutes(2), a, b);
            assertThat(done).contains("b hourly").noneMatch(each -> each.startsWith("a"));
            b.close();
        }
    }

    private static LeaderTasks tasks(
            RecordStore store, String name, AtomicLong nanos, List<String> done) {
        LeaderTasks tasks =
                new LeaderTasks(
                        new Lease(store, name, nanos::get), InstantSource.system(), nanos::get);
        tasks.add("hourly", Duration.ofHours(1), _ -> done.add(name + " hourly"));
        tasks.add("often", Duration.ofSeconds(20), _ -> done.add(name + " often"));
        tasks.add(
                "broken",
                Duration.ofSeconds(30),
                _ -> {
                    throw new IllegalStateException("on purpose");
                });
        return tasks;
    }

    private static void pass(AtomicLong nanos, Duration time, LeaderTasks... all) {
        for (long second = 0; second < time.toSeconds(); second++) {
            nanos.addAndGet(Duration.ofSeconds(1).toNanos());
            for (LeaderTasks each : all) {
                if (second % 5 == 0) {
                    each.turn();
                }
                each.work();
            }
        }
    }
}
