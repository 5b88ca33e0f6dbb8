package dev.fiducia.ha.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.fiducia.ha.audit.AuditEntry;
import dev.fiducia.ha.audit.AuditLog;
import dev.fiducia.ha.audit.AuditPruning;
import dev.fiducia.ha.audit.CutSeal;
import dev.fiducia.ha.audit.DecisionLog;
import dev.fiducia.ha.audit.Delivery;
import dev.fiducia.ha.audit.TestSeal;
import dev.fiducia.ha.seal.KeyRing;
import dev.fiducia.ha.singleuse.Consumption;
import dev.fiducia.ha.singleuse.SingleUse;

import org.jspecify.annotations.Nullable;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Another process that uses a store. It does what the lines on its input say and prints what came
/// of it, a line at a time.
///
/// `open`, or `open <database>` for one of the server at the port in `postgres.port`, prints `open`
/// or `refused <reason> <message>`. `write <prefix>` writes records from four threads until it is
/// killed or fails, and prints `ack <key> <version>` for each.
///
/// `prune` fills an audit log, removes its events a few at a time until it is killed or none is
/// left, and prints `cut` for each time.
///
/// `fill folder <path>` or `fill database <name>` fills a whole store; it prints `put` now and
/// then, `ending` before the end and `filled` behind it.
final class StoreProcess {

    /// Records of a store that `fill` makes.
    static final int FILLED = 4000;

    /// Signs what `prune` does.
    static final CutSeal PRUNING = new TestSeal("prune");

    private static final int DECISIONS = 400;
    private static final int WRITERS = 4;

    private StoreProcess() {}

    static String valueOf(String key) {
        return ("value of " + key + " ").repeat(20);
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        Path folder = Path.of(args[0]);
        PrintStream out = new PrintStream(System.out, true, UTF_8);
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, UTF_8));
        out.println("ready");
        String first = String.valueOf(in.readLine());
        if (first.startsWith("fill ")) {
            fill(folder, first.split(" ", 3), in, out);
            return;
        }
        @Nullable RecordStore store = open(folder, first, out);
        String command = in.readLine();
        if (store != null && command != null && command.startsWith("write ")) {
            write(store, command.substring("write ".length()), out);
        }
        if (store != null && "prune".equals(command)) {
            prune(store, out);
        }
        if (store != null && command != null && command.startsWith("use ")) {
            use(store, Integer.parseInt(command.substring("use ".length())), out);
        }
    }

    private static void fill(Path folder, String[] words, BufferedReader in, PrintStream out) {
        StoreLocation location =
                words[1].equals("folder")
                        ? new StoreLocation.Embedded(Path.of(words[2]))
                        : new StoreLocation.Shared(
                                TestPostgres.settings(
                                        words[2], Integer.getInteger("postgres.port", 0)));
        Namespace ns = RecordStoreContract.NS;
        location.fill(
                KeyRing.openOrCreate(folder.resolve("keys")),
                sink -> {
                    sink.begin(new StoreState(FILLED, Map.of(Records.SELF, 1L, ns, (long) FILLED)));
                    sink.put(
                            Records.SELF,
                            new StoredRecord(Records.KEY_CHECK, 1, new byte[0], Instant.EPOCH));
                    for (int i = 2; i <= FILLED; i++) {
                        String key = "%08d".formatted(i);
                        sink.put(
                                ns,
                                new StoredRecord(
                                        key, i, valueOf(key).getBytes(UTF_8), Instant.EPOCH));
                        if (i % 400 == 0) {
                            await("put", in, out);
                        }
                    }
                    await("ending", in, out);
                    sink.end();
                });
        out.println("filled");
    }

    private static void await(String said, BufferedReader in, PrintStream out) {
        try {
            out.println(said);
            var _ = in.readLine();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static @Nullable RecordStore open(Path folder, String command, PrintStream out) {
        if (!command.startsWith("open")) {
            throw new IllegalArgumentException(command);
        }
        String database = command.substring("open".length()).strip();
        try {
            KeyRing ring = KeyRing.openOrCreate(folder.resolve("keys"));
            RecordStore store =
                    database.isEmpty()
                            ? SqliteRecordStore.open(
                                    folder.resolve("store"), ring, InstantSource.system())
                            : PostgresRecordStore.open(
                                    TestPostgres.settings(
                                            database, Integer.getInteger("postgres.port", 0)),
                                    ring,
                                    InstantSource.system());
            out.println("open");
            return store;
        } catch (StoreException e) {
            out.println("refused " + e.reason() + " " + e.getMessage());
            return null;
        }
    }

    private static void prune(RecordStore store, PrintStream out) throws InterruptedException {
        InstantSource clock = InstantSource.system();
        AuditLog log = new AuditLog(store, clock);
        AuditEntry entry = AuditEntry.of("me", "resource.release", "it", Map.of());
        var settings = new DecisionLog.Settings("test", 1000, Duration.ofSeconds(30));
        try (DecisionLog decisions =
                DecisionLog.open(
                        store, log, Delivery.none(), settings, clock, new SecureRandom())) {
            List<Thread> asking = new ArrayList<>();
            for (int i = 0; i < DECISIONS; i++) {
                asking.add(Thread.ofVirtual().start(() -> decisions.record(entry)));
            }
            for (Thread each : asking) {
                each.join();
            }
        }
        AuditPruning pruning = new AuditPruning(store, PRUNING, clock);
        AuditPruning.Batch batch;
        do {
            AuditPruning.Limits limits =
                    new AuditPruning.Limits(clock.instant().plusSeconds(60), log.heads());
            batch = pruning.plan(limits, 7, "test", "");
            List<Change> changes = new ArrayList<>(batch.changes());
            changes.addAll(log.changesToAppend(List.of(batch.told())));
            var _ = store.commit(changes);
            out.println("cut");
        } while (batch.removedDecisions() > 0);
        store.close();
    }

    private static void use(RecordStore store, int count, PrintStream out)
            throws InterruptedException {
        SingleUse uses =
                new SingleUse(
                        store,
                        new Namespace("used"),
                        Duration.ofMinutes(30),
                        InstantSource.system());
        Instant expiry = Instant.now().plus(Duration.ofMinutes(20));
        Thread[] threads = new Thread[WRITERS];
        for (int t = 0; t < WRITERS; t++) {
            int first = t;
            threads[t] =
                    Thread.ofPlatform()
                            .start(() -> {
                                for (int thing = first; thing < count; thing += WRITERS) {
                                    use(uses, "thing" + thing, expiry, out);
                                }
                            });
        }
        for (Thread thread : threads) {
            thread.join();
        }
        store.close();
    }

    private static void use(SingleUse uses, String thing, Instant expiry, PrintStream out) {
        while (true) {
            try {
                if (uses.consume(thing, expiry, new byte[0]) instanceof Consumption.Won) {
                    out.println("won " + thing);
                }
                return;
            } catch (StoreException e) {
                // Away for a moment, or nobody knows: a guest would ask again, too.
                if (!e.retryable() && e.reason() != StoreException.Reason.UNKNOWN_OUTCOME) {
                    throw e;
                }
            }
        }
    }

    private static void write(RecordStore store, String prefix, PrintStream out)
            throws InterruptedException {
        Thread[] threads = new Thread[WRITERS];
        for (int t = 0; t < WRITERS; t++) {
            String mine = prefix + "/" + t + "/";
            threads[t] = Thread.ofPlatform().start(() -> write(store, mine, out, 0));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        out.println(
                "left " + store.list(RecordStoreContract.NS, prefix, null, 1000).records().size());
    }

    private static void write(RecordStore store, String prefix, PrintStream out, int from) {
        try {
            for (int i = from; ; i++) {
                String key = prefix + i;
                Change put =
                        new Change.Put(
                                RecordStoreContract.NS,
                                key,
                                valueOf(key).getBytes(UTF_8),
                                Change.ABSENT);
                CommitResult result = store.commit(List.of(put));
                out.println("ack " + key + " " + ((CommitResult.Committed) result).version());
            }
        } catch (StoreException e) {
            out.println("failed " + e.reason());
        }
    }
}
