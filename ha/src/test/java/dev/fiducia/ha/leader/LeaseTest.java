package dev.fiducia.ha.leader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fiducia.ha.seal.KeyRing;
import dev.fiducia.ha.store.Change;
import dev.fiducia.ha.store.CommitResult;
import dev.fiducia.ha.store.Namespace;
import dev.fiducia.ha.store.RecordStore;
import dev.fiducia.ha.store.SqliteRecordStore;
import dev.fiducia.ha.store.StoreException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/// One leader at a time, by nobody's clock but each one's own.
class LeaseTest {
    private static final Namespace NS = new Namespace("work");

    @TempDir private Path folder;
    private RecordStore store;

    /// A process with a clock that began anywhere.
    private final class Replica {
        private final AtomicLong nanos;
        private final Lease lease;

        Replica(String name, long began) {
            this.nanos = new AtomicLong(began);
            this.lease = new Lease(store, name, nanos::get);
        }

        void pass(Duration time) {
            nanos.addAndGet(time.toNanos());
        }
    }

    @BeforeEach
    void open() {
        KeyRing ring = KeyRing.openOrCreate(folder.resolve("keys"));
        store = SqliteRecordStore.open(folder.resolve("store"), ring, InstantSource.system());
    }

    @AfterEach
    void close() {
        store.close();
    }

    private static Change put(String key) {
        return new Change.Put(NS, key, new byte[1], Change.ABSENT);
    }

    @Test
    void theFirstToTakeItsTurnLeads() {
        Replica a = new Replica("a", 5);
        Replica b = new Replica("b", Long.MAX_VALUE - 3);
        assertThat(a.lease.isLeader()).isFalse();
        assertThat(a.lease.commit(List.of(put("x")))).isInstanceOf(CommitResult.Conflict.class);
        a.lease.turn();
        b.lease.turn();
        assertThat(a.lease.isLeader()).isTrue();
        assertThat(b.lease.isLeader()).isFalse();
        assertThat(b.lease.commit(List.of(put("x")))).isInstanceOf(CommitResult.Conflict.class);
        assertThat(a.lease.view()).contains(new Leader.View("a", 1, true));
        assertThat(b.lease.view()).contains(new Leader.View("a", 1, false));
        assertThat(store.get(NS, "x")).isEmpty();
    }

    @Test
    void aLeaderThatRenewsStays() {
        Replica a = new Replica("a", 0);
        Replica b = new Replica("b", 0);
        for (int i = 0; i < 50; i++) {
            a.pass(Lease.TURN);
            b.pass(Lease.TURN);
            a.lease.turn();
            b.lease.turn();
            assertThat(a.lease.isLeader()).isTrue();
            assertThat(b.lease.isLeader()).isFalse();
        }
    }

    @Test
    void aCommitOfTheLeaderRenews() {
        Replica a = new Replica("a", 0);
        Replica b = new Replica("b", 0);
        a.lease.turn();
        b.lease.turn();
        for (int i = 0; i < 10; i++) {
            a.pass(Lease.TURN);
            b.pass(Lease.TURN);
            assertThat(a.lease.commit(List.of(put("x" + i))))
                    .isInstanceOf(CommitResult.Committed.class);
            b.lease.turn();
        }
        assertThat(a.lease.isLeader()).isTrue();
        assertThat(b.lease.isLeader()).isFalse();
    }

    @Test
    void aLeaderThatStoppedIsFollowedAfterItCountsOnItNoMore() {
        Replica a = new Replica("a", 0);
        Replica b = new Replica("b", 7);
        a.lease.turn();
        b.lease.turn();
        b.pass(Lease.LEFT.minusMillis(1));
        b.lease.turn();
        assertThat(b.lease.isLeader()).isFalse();
        a.pass(Lease.HELD);
        assertThat(a.lease.isLeader()).isFalse();
        b.pass(Duration.ofMillis(1));
        b.lease.turn();
        assertThat(b.lease.view()).contains(new Leader.View("b", 2, true));
        a.lease.turn();
        assertThat(a.lease.view()).contains(new Leader.View("b", 2, false));
    }

    @Test
    void aPausedLeaderThatBelievesItLeadsChangesNothing() {
        Replica a = new Replica("a", 0);
        Replica b = new Replica("b", 0);
        a.lease.turn();
        b.lease.turn();
        b.pass(Lease.LEFT);
        b.lease.turn();
        // The clock of the one that was paused stood still.
        assertThat(a.lease.isLeader()).isTrue();
        assertThat(a.lease.commit(List.of(put("x")))).isInstanceOf(CommitResult.Conflict.class);
        assertThat(store.get(NS, "x")).isEmpty();
        assertThat(a.lease.isLeader()).isFalse();
        assertThat(b.lease.commit(List.of(put("x")))).isInstanceOf(CommitResult.Committed.class);
    }

    @Test
    void aConflictOfTheWorkItselfLeavesTheLeader() {
        Replica a = new Replica("a", 0);
        a.lease.turn();
        assertThat(a.lease.commit(List.of(put("x")))).isInstanceOf(CommitResult.Committed.class);
        assertThat(a.lease.commit(List.of(put("x"))))
                .isInstanceOfSatisfying(
                        CommitResult.Conflict.class,
                        conflict -> assertThat(conflict.change()).isEqualTo(put("x")));
        assertThat(a.lease.isLeader()).isTrue();
    }

    @Test
    void anOrderlyEndLetsAnotherLeadAtItsNextTurn() {
        Replica a = new Replica("a", 0);
        Replica b = new Replica("b", 0);
        a.lease.turn();
        b.lease.turn();
        a.lease.close();
        assertThat(a.lease.isLeader()).isFalse();
        b.lease.turn();
        assertThat(b.lease.isLeader()).isTrue();
        a.lease.turn();
        assertThat(a.lease.isLeader()).isFalse();
        b.lease.close();
        Replica c = new Replica("c", 0);
        c.lease.turn();
        assertThat(c.lease.view()).contains(new Leader.View("c", 3, true));
    }

    @Test
    void neverTwoLeadWhateverPausesAndDelaysThereAre() {
        Random random = new Random(7);
        List<Replica> replicas = new ArrayList<>();
        for (String name : List.of("a", "b", "c")) {
            replicas.add(new Replica(name, random.nextLong()));
        }
        int changes = 0;
        long lastTerm = 0;
        for (int step = 0; step < 3000; step++) {
            // Time passes for all alike; who takes a turn in it is chance.
            Duration time = Duration.ofMillis(random.nextInt(4000));
            replicas.forEach(each -> each.pass(time));
            if (random.nextInt(3) > 0) {
                replicas.get(random.nextInt(3)).lease.turn();
            }
            assertThat(replicas.stream().filter(each -> each.lease.isLeader()).count())
                    .isLessThanOrEqualTo(1);
            for (Replica each : replicas) {
                long term = each.lease.isLeader() ? each.lease.view().orElseThrow().term() : 0;
                assertThat(term == 0 || term >= lastTerm).isTrue();
                if (term > lastTerm) {
                    changes++;
                    lastTerm = term;
                }
            }
        }
        assertThat(changes).isGreaterThan(10);
    }

    @Test
    void aDamagedRowLetsNobodyLead() {
        byte[] sound = new LeaseRecord(UUID.randomUUID(), 3, "ü").toBytes();
        assertThat(LeaseRecord.parse(sound).toBytes()).isEqualTo(sound);
        Random random = new Random(8);
        for (int i = 0; i < 200; i++) {
            byte[] bytes = new byte[random.nextInt(300)];
            random.nextBytes(bytes);
            if (bytes.length > 0 && bytes[0] == 1) {
                continue;
            }
            assertThatThrownBy(() -> LeaseRecord.parse(bytes)).isInstanceOf(StoreException.class);
        }
        assertThatThrownBy(() -> LeaseRecord.parse(Arrays.copyOf(sound, 24)))
                .isInstanceOf(StoreException.class);
        store.commit(
                List.of(new Change.Put(Lease.NAMESPACE, Lease.KEY, new byte[3], Change.ABSENT)));
        Replica a = new Replica("a", 0);
        assertThatThrownBy(a.lease::turn).isInstanceOf(StoreException.class);
        assertThat(a.lease.isLeader()).isFalse();
    }
}
