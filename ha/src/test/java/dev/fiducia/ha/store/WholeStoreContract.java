package dev.fiducia.ha.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.fiducia.ha.archive.ArchiveException;
import dev.fiducia.ha.archive.ArchiveFile;
import dev.fiducia.ha.archive.ArchiveKey;
import dev.fiducia.ha.audit.AuditEntry;
import dev.fiducia.ha.audit.AuditLog;
import dev.fiducia.ha.seal.KeyId;
import dev.fiducia.ha.seal.KeyRing;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// What holds of every store that is taken as a whole.
abstract class WholeStoreContract {
    static final Namespace NS = new Namespace("test");
    private static final Namespace OTHER = new Namespace("other");
    private static final int KILLS = Integer.getInteger("kill.rounds", 1);

    @TempDir Path folder;
    KeyRing ring;
    private KeyRing otherRing;
    private ArchiveKey key;

    /// A place for a new store.
    abstract StoreLocation newLocation();

    /// What the child is told to fill, and how it finds a server.
    abstract String childName(StoreLocation location);

    abstract List<String> childProperties();

    @BeforeEach
    void makeKeys() {
        ring = KeyRing.openOrCreate(folder.resolve("keys"));
        otherRing = KeyRing.openOrCreate(folder.resolve("other-keys"));
        ArchiveKey.create(folder.resolve("archive-key"));
        key = ArchiveKey.ofFile(folder.resolve("archive-key"));
    }

    private StoreLocation filledStore(int records) {
        StoreLocation location = newLocation();
        try (RecordStore store = location.open(ring, InstantSource.system())) {
            AuditLog audit = new AuditLog(store, InstantSource.system());
            Random random = new Random(5);
            for (int i = 0; i < records; i++) {
                byte[] value = new byte[random.nextInt(400)];
                random.nextBytes(value);
                List<Change> changes = new ArrayList<>();
                changes.add(new Change.Put(NS, "%04d/ü🔑".formatted(i), value, Change.ABSENT));
                changes.addAll(
                        audit.changesToAppend(
                                List.of(AuditEntry.of("me", "put", "record " + i, Map.of()))));
                assertThat(store.commit(changes)).isInstanceOf(CommitResult.Committed.class);
            }
            store.commit(List.of(new Change.Put(OTHER, "gone", new byte[1], Change.ABSENT)));
            store.commit(
                    List.of(
                            new Change.Delete(
                                    OTHER,
                                    "gone",
                                    store.get(OTHER, "gone").orElseThrow().version())));
        }
        return location;
    }

    private static List<String> content(StoreLocation location, KeyRing ring) {
        List<String> all = new ArrayList<>();
        try (StoreSnapshot snapshot = location.snapshot(ring)) {
            snapshot.copyTo(
                    new RecordSink() {
                        @Override
                        public void begin(StoreState state) {
                            for (Namespace ns : List.of(NS, OTHER, AuditLog.EVENTS)) {
                                all.add(ns + " at " + state.generations().get(ns));
                            }
                        }

                        @Override
                        public void put(Namespace ns, StoredRecord stored) {
                            all.add(
                                    ns
                                            + "/"
                                            + stored
                                            + stored.changed()
                                            + new String(stored.value(), UTF_8));
                        }

                        @Override
                        public void end() {
                            all.add("end");
                        }
                    });
        }
        return all;
    }

    @Test
    void isTheSameAfterAnArchiveUnderAnotherRing() {
        StoreLocation from = filledStore(300);
        Path archive = folder.resolve("archive");
        try (StoreSnapshot snapshot = from.snapshot(ring)) {
            ArchiveFile.write(archive, key, Instant.now(), snapshot);
        }
        StoreLocation to = newLocation();
        ArchiveFile.read(archive, key, reader -> StoreCopy.make(reader, to, otherRing));
        assertThat(content(to, otherRing)).isEqualTo(content(from, ring));
        try (StoreSnapshot filled = to.snapshot(otherRing)) {
            assertThat(filled.verify().problems()).isEmpty();
            assertThat(filled.sealedUnder()).containsOnlyKeys(otherRing.activeId());
            assertThat(new AuditLog(filled, InstantSource.system()).verify(List.of()))
                    .satisfies(verdict -> assertThat(verdict.isIntact()).isTrue())
                    .satisfies(verdict -> assertThat(verdict.events()).isEqualTo(300));
        }
    }

    @Test
    void goesOnBehindAllNumbersThatWereEverGiven() {
        StoreLocation from = filledStore(3);
        StoreLocation to = newLocation();
        long last;
        try (StoreSnapshot snapshot = from.snapshot(ring)) {
            last = snapshot.state().lastCommit();
            to.fill(ring, snapshot);
        }
        try (RecordStore store = to.open(ring, InstantSource.system())) {
            CommitResult made =
                    store.commit(List.of(new Change.Put(NS, "new", new byte[1], Change.ABSENT)));
            assertThat(((CommitResult.Committed) made).version())
                    .isGreaterThan(last + StoreFill.GAP);
        }
    }

    @Test
    void refusesToFillAStoreThatWasUsed() {
        StoreLocation from = filledStore(3);
        StoreLocation to = newLocation();
        to.open(ring, InstantSource.system()).close();
        List<String> before = content(to, ring);
        try (StoreSnapshot snapshot = from.snapshot(ring)) {
            assertThatThrownBy(() -> to.fill(ring, snapshot))
                    .isInstanceOfSatisfying(
                            StoreException.class,
                            e -> assertThat(e.reason()).isEqualTo(StoreException.Reason.NOT_EMPTY));
        }
        assertThat(content(to, ring)).isEqualTo(before);
    }

    @Test
    void isLeftEmptyByAnArchiveThatIsDamagedAnywhere() throws IOException {
        StoreLocation from = filledStore(1500);
        Path archive = folder.resolve("archive");
        try (StoreSnapshot snapshot = from.snapshot(ring)) {
            ArchiveFile.write(archive, key, Instant.now(), snapshot);
        }
        byte[] whole = Files.readAllBytes(archive);
        StoreLocation to = newLocation();
        for (int at = whole.length - 1; at > 0; at -= whole.length / 7) {
            byte[] flipped = whole.clone();
            flipped[at] ^= 1;
            Files.write(archive, flipped);
            assertThatThrownBy(() ->
                            ArchiveFile.read(
                                    archive, key, reader -> StoreCopy.make(reader, to, otherRing)))
                    .as("flipped at " + at)
                    .isInstanceOf(ArchiveException.class);
        }
        // Still new: a whole archive goes in.
        Files.write(archive, whole);
        ArchiveFile.read(archive, key, reader -> StoreCopy.make(reader, to, otherRing));
        assertThat(content(to, otherRing)).isEqualTo(content(from, ring));
    }

    @Test
    void refusesStreamsThatNoSoundStoreGives() {
        StoredRecord check = new StoredRecord(Records.KEY_CHECK, 1, new byte[0], Instant.EPOCH);
        StoredRecord a = new StoredRecord("a", 2, new byte[1], Instant.EPOCH);
        StoreState state = new StoreState(2, Map.of(Records.SELF, 1L, NS, 2L));
        Map<String, RecordSource> unsound =
                Map.of(
                        "twice",
                        sink -> give(sink, state, check, List.of(a, a)),
                        "version beyond the namespace",
                        sink ->
                                give(
                                        sink,
                                        state,
                                        check,
                                        List.of(
                                                new StoredRecord(
                                                        "a", 3, new byte[1], Instant.EPOCH))),
                        "no form of a key",
                        sink ->
                                give(
                                        sink,
                                        state,
                                        check,
                                        List.of(
                                                new StoredRecord(
                                                        "a\n", 2, new byte[1], Instant.EPOCH))),
                        "generation beyond the last commit",
                        sink ->
                                give(
                                        sink,
                                        new StoreState(1, state.generations()),
                                        check,
                                        List.of(a)),
                        "no end",
                        sink -> {
                            sink.begin(state);
                            sink.put(Records.SELF, check);
                            sink.put(NS, a);
                        },
                        "no sign of its ring",
                        sink -> {
                            sink.begin(state);
                            sink.put(NS, a);
                            sink.end();
                        });
        StoreLocation to = newLocation();
        unsound.forEach((what, source) ->
                assertThatThrownBy(() -> to.fill(ring, source))
                        .as(what)
                        .isInstanceOfSatisfying(
                                StoreException.class,
                                e ->
                                        assertThat(e.reason())
                                                .isEqualTo(StoreException.Reason.CORRUPT)));
        to.fill(ring, sink -> give(sink, state, check, List.of(a)));
    }

    private static void give(
            RecordSink sink, StoreState state, StoredRecord check, List<StoredRecord> records) {
        sink.begin(state);
        sink.put(Records.SELF, check);
        records.forEach(each -> sink.put(NS, each));
        sink.end();
    }

    @Test
    void isReadAsOfOneMoment() {
        StoreLocation location = filledStore(3);
        try (StoreSnapshot snapshot = location.snapshot(ring)) {
            assertThatThrownBy(() -> snapshot.commit(List.of()))
                    .isInstanceOf(UnsupportedOperationException.class);
            assertThat(snapshot.list(NS, "000", null, 2).records()).hasSize(2);
            assertThat(snapshot.list(NS, "000", "0001/ü🔑", 2).records()).hasSize(1);
            assertThat(snapshot.list(NS, "7", null, 2).records()).isEmpty();
            assertThat(snapshot.get(NS, "0002/ü🔑")).isPresent();
            assertThat(snapshot.get(NS, "")).isEmpty();
            assertThat(snapshot.generation(OTHER)).isPositive();
        }
    }

    @Test
    void namesWhatAnotherRingCannotOpen() {
        StoreLocation location = filledStore(3);
        try (StoreSnapshot snapshot = location.snapshot(otherRing)) {
            assertThat(snapshot.verify().problems())
                    .hasSize(8)
                    .anySatisfy(problem ->
                            assertThat(problem).contains("test/0001/ü🔑", "ring does not have"));
        }
    }

    @Test
    void movesToTheActiveKeyWhileItIsUsed() {
        StoreLocation location = filledStore(200);
        KeyId first = ring.activeId();
        List<String> before = content(location, ring);
        KeyId second = ring.rotate();
        try (SealedStore store = location.open(ring, InstantSource.system())) {
            long generation = store.generation(NS);
            SealedStore.Resealing step = store.reseal(SealedStore.Position.START, 50);
            assertThat(step.done()).isEqualTo(50);
            assertThat(step.next()).isPresent();
            assertThat(store.reseal()).isEqualTo(200 + 200 + 2 - 50);
            assertThat(store.reseal()).isZero();
            assertThat(store.generation(NS)).isEqualTo(generation);
            long version = store.get(NS, "0007/ü🔑").orElseThrow().version();
            assertThat(store.commit(List.of(new Change.Put(NS, "0007/ü🔑", new byte[1], version))))
                    .isInstanceOf(CommitResult.Committed.class);
        }
        try (StoreSnapshot snapshot = location.snapshot(ring)) {
            assertThat(snapshot.sealedUnder()).containsOnlyKeys(second).doesNotContainKey(first);
            assertThat(snapshot.verify().problems()).isEmpty();
        }
        assertThat(content(location, ring)).hasSameSizeAs(before);
    }

    @Test
    void refusesWhatIsNoStore() {
        StoreLocation location = newLocation();
        assertThatThrownBy(() -> location.snapshot(ring))
                .isInstanceOfSatisfying(
                        StoreException.class,
                        e -> assertThat(e.reason()).isEqualTo(StoreException.Reason.SCHEMA));
    }

    /// `-Dkill.rounds` for more moments around the commit.
    @Test
    void isEmptyOrFullAfterItsFillingWasKilled() throws IOException {
        StoreLocation location = newLocation();
        assertThat(recordsAfterKill(location, 0, false)).isZero();
        assertThat(recordsAfterKill(location, 7, false)).isZero();
        for (int round = 0; round < KILLS; round++) {
            StoreLocation committing = newLocation();
            assertThat(recordsAfterKill(committing, Integer.MAX_VALUE, true))
                    .isIn(0L, (long) StoreProcess.FILLED);
        }
        // What was killed twice is still as new.
        assertThat(recordsAfterKill(location, Integer.MAX_VALUE, false))
                .isEqualTo(StoreProcess.FILLED);
    }

    /// @param lines after which the process is killed
    /// @param atTheEnd whether it is killed while it commits
    private long recordsAfterKill(StoreLocation location, int lines, boolean atTheEnd)
            throws IOException {
        try (Child child = Child.start(folder, null, childProperties().toArray(String[]::new))) {
            child.say("fill " + childName(location));
            int heard = 0;
            String line = child.hear();
            while (heard < lines && line != null && !line.equals("filled")) {
                child.say("on");
                if (line.equals("ending") && atTheEnd) {
                    break;
                }
                heard++;
                line = child.hear();
            }
            child.kill();
        }
        return recordsIn(location);
    }

    /// A store that was never made is as empty as one can be.
    private long recordsIn(StoreLocation location) {
        try (StoreSnapshot snapshot = location.snapshot(ring)) {
            StoreVerdict verdict = snapshot.verify();
            if (verdict.records() > 0) {
                assertThat(verdict.problems()).isEmpty();
            } else {
                assertThat(snapshot.state().lastCommit()).isZero();
            }
            return verdict.records();
        } catch (StoreException e) {
            assertThat(e.reason()).isEqualTo(StoreException.Reason.SCHEMA);
            return 0;
        }
    }
}
