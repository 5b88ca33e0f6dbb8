package dev.fiducia.ha.leader;

import dev.fiducia.ha.seal.KeyRing;
import dev.fiducia.ha.store.Change;
import dev.fiducia.ha.store.CommitResult;
import dev.fiducia.ha.store.PostgresRecordStore;
import dev.fiducia.ha.store.RecordStore;
import dev.fiducia.ha.store.StoreException;
import dev.fiducia.ha.store.StoredRecord;
import dev.fiducia.ha.store.TestPostgres;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;

/// Another process that leads, and commits as the leader whether it still is or not. It prints
/// `ack` or `refused` for each.
final class LeadingProcess {

    /// How much faster time passes for leases here.
    static final int SPEED = 20;

    private LeadingProcess() {}

    /// @param args key ring, database, port of the server
    public static void main(String[] args) throws InterruptedException {
        KeyRing ring = KeyRing.openOrCreate(Path.of(args[0]));
        try (RecordStore store =
                PostgresRecordStore.open(
                        TestPostgres.settings(args[1], Integer.parseInt(args[2])),
                        ring,
                        InstantSource.system())) {
            Lease lease = new Lease(store, "child", () -> System.nanoTime() * SPEED);
            lease.turn();
            while (true) {
                try {
                    CommitResult result = work(store, lease, "child");
                    System.out.println(
                            result instanceof CommitResult.Conflict(Change change, long _)
                                            && change.ns().equals(Lease.NAMESPACE)
                                    ? "refused"
                                    : "ack");
                } catch (StoreException e) {
                    System.out.println("failed " + e.reason());
                }
                Thread.sleep(20);
            }
        }
    }

    /// Overwrites the one record, as it is now.
    static CommitResult work(RecordStore store, Lease lease, String value) {
        long version =
                store.get(PausedLeaderTest.NS, "work")
                        .map(StoredRecord::version)
                        .orElse(Change.ABSENT);
        return lease.commit(
                List.of(
                        new Change.Put(
                                PausedLeaderTest.NS,
                                "work",
                                value.getBytes(StandardCharsets.UTF_8),
                                version)));
    }
}
