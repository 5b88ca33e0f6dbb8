package dev.fiducia.ha.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.fiducia.ha.seal.KeyRing;

import org.assertj.core.api.ThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/// What SQLite's store does about altered data, unsafe files, other processes and failing disks.
class SqliteFaultTest {

    private static final Namespace NS = RecordStoreContract.NS;

    @TempDir Path folder;

    private final MutableClock clock = new MutableClock();

    private RecordStore open() {
        KeyRing ring = KeyRing.openOrCreate(folder.resolve("keys"));
        return SqliteRecordStore.open(storeFolder(), ring, clock);
    }

    private Path storeFolder() {
        return folder.resolve("store");
    }

    private Path database() {
        return SqliteRecordStore.databaseFile(storeFolder());
    }

    private static long put(RecordStore store, String key, String value, long expected) {
        Change put = new Change.Put(NS, key, value.getBytes(UTF_8), expected);
        return ((CommitResult.Committed) store.commit(List.of(put))).version();
    }

    private static void assertFails(
            StoreException.Reason reason, ThrowableAssert.ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.reason()).isEqualTo(reason));
    }

    private void edit(String... statements) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database());
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.executeUpdate(sql);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // Another record's value.
                "UPDATE record SET sealed = (SELECT sealed FROM record WHERE key = 'b') WHERE key = 'a'",
                // Another version's number.
                "UPDATE record SET version = version + 1 WHERE key = 'a'",
                // The value of an older version.
                "UPDATE record SET sealed = (SELECT sealed FROM aside) WHERE key = 'a'",
                // The same row in the place of another record.
                "UPDATE record SET key = CASE key WHEN 'a' THEN 'x' ELSE 'a' END WHERE namespace = 'test'",
                "UPDATE record SET namespace = 'test' WHERE namespace = 'other'",
                "UPDATE record SET sealed = x'' WHERE key = 'a'",
                "UPDATE record SET sealed = zeroblob(100) WHERE key = 'a'",
                "UPDATE record SET sealed = substr(sealed, 1, length(sealed) - 1) WHERE key = 'a'",
            })
    void noticesAlteredRows(String alteration) throws SQLException {
        try (RecordStore store = open()) {
            long first = put(store, "a", "old", Change.ABSENT);
            put(store, "b", "other", Change.ABSENT);
            store.commit(
                    List.of(
                            new Change.Put(
                                    RecordStoreContract.OTHER,
                                    "c",
                                    "moved".getBytes(UTF_8),
                                    Change.ABSENT)));
            edit("CREATE TABLE aside AS SELECT sealed FROM record WHERE key = 'a'");
            put(store, "a", "new", first);
        }
        edit(alteration);
        try (RecordStore store = open()) {
            assertFails(StoreException.Reason.TAMPERED, () -> store.list(NS, "", null, 10));
            String key = alteration.contains("'other'") ? "c" : "a";
            assertFails(StoreException.Reason.TAMPERED, () -> store.get(NS, key));
        }
    }

    @Test
    void refusesAnotherKeyRing() {
        open().close();
        KeyRing other = KeyRing.openOrCreate(folder.resolve("other-keys"));
        assertFails(
                StoreException.Reason.KEY_MISSING,
                () -> SqliteRecordStore.open(storeFolder(), other, clock));
        open().close();
    }

    @Test
    void refusesAStoreWithoutItsKeyCheck() throws SQLException {
        open().close();
        edit("DELETE FROM record");
        assertFails(StoreException.Reason.TAMPERED, this::open);
    }

    @Test
    void readsAcrossRotationsOfItsKeys() {
        KeyRing ring = KeyRing.openOrCreate(folder.resolve("keys"));
        try (RecordStore store = SqliteRecordStore.open(storeFolder(), ring, clock)) {
            put(store, "old", "1", Change.ABSENT);
            ring.rotate();
            put(store, "new", "2", Change.ABSENT);
        }
        try (RecordStore store = open()) {
            assertThat(store.list(NS, "", null, 10).records()).hasSize(2);
        }
    }

    @Test
    void leavesNoValueInTheClear() throws IOException {
        try (RecordStore store = open()) {
            put(store, "a", "the-plain-value", Change.ABSENT);
            for (Path file : files()) {
                assertThat(new String(Files.readAllBytes(file), UTF_8))
                        .doesNotContain("the-plain-value");
            }
        }
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(storeFolder())) {
            // The lock is not read: a second descriptor of it would let the lock go.
            return files.filter(file -> !file.endsWith("fiducia.lock")).toList();
        }
    }

    @Test
    void makesFilesForTheirOwnerAlone() throws IOException {
        try (RecordStore store = open()) {
            put(store, "a", "1", Change.ABSENT);
            assertThat(mode(storeFolder())).isEqualTo("rwx------");
            assertThat(files()).hasSize(3);
            for (Path file : files()) {
                assertThat(mode(file)).isEqualTo("rw-------");
            }
            assertThat(mode(storeFolder().resolve("fiducia.lock"))).isEqualTo("rw-------");
        }
    }

    private static String mode(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    @Test
    void refusesADatabaseThatOthersMayRead() throws IOException {
        open().close();
        Files.setPosixFilePermissions(database(), PosixFilePermissions.fromString("rw-r--r--"));
        assertFails(StoreException.Reason.UNSAFE_FILES, this::open);
    }

    @Test
    void refusesADatabaseThatIsALink() throws IOException {
        open().close();
        Path elsewhere = Files.move(database(), folder.resolve("elsewhere.db"));
        Files.createSymbolicLink(database(), elsewhere);
        assertFails(StoreException.Reason.UNSAFE_FILES, this::open);
    }

    @Test
    void refusesAFolderThatAnyoneMayWriteTo() throws IOException {
        open().close();
        Files.setPosixFilePermissions(storeFolder(), PosixFilePermissions.fromString("rwxrwxrwx"));
        assertFails(StoreException.Reason.UNSAFE_FILES, this::open);
    }

    @Test
    void takesAFolderOfAnyName() throws IOException {
        Path odd = Files.createDirectory(folder.resolve("a b?mode=memory&x=%41#é;'\""));
        KeyRing ring = KeyRing.openOrCreate(folder.resolve("keys"));
        try (RecordStore store = SqliteRecordStore.open(odd, ring, clock)) {
            put(store, "a", "1", Change.ABSENT);
        }
        assertThat(odd.resolve("fiducia.db")).isNotEmptyFile();
        try (RecordStore store = SqliteRecordStore.open(odd, ring, clock)) {
            assertThat(store.get(NS, "a")).isPresent();
        }
    }

    @Test
    void refusesToOpenTwiceInOneProcess() {
        RecordStore first = open();
        assertFails(StoreException.Reason.IN_USE, this::open);
        assertFails(StoreException.Reason.IN_USE, this::open);
        first.close();
        open().close();
    }

    @Test
    void refusesASecondProcess() throws IOException {
        try (RecordStore store = open();
                Child child = Child.start(folder, null)) {
            put(store, "a", "1", Change.ABSENT);
            assertFails(StoreException.Reason.IN_USE, this::open);
            child.say("open");
            assertThat(child.hear())
                    .startsWith("refused IN_USE")
                    .endsWith("in use by process " + ProcessHandle.current().pid());
        }
    }

    @Test
    void namesTheProcessThatHasItOpenAndOpensOnceThatIsGone() throws IOException {
        try (Child child = Child.start(folder, null)) {
            child.say("open");
            child.expect("open");
            assertThatThrownBy(this::open)
                    .isInstanceOf(StoreException.class)
                    .hasMessageEndingWith("in use by process " + child.pid());
        }
        open().close();
    }

    @Test
    void refusesTheSchemaOfANewerRelease() throws SQLException {
        open().close();
        edit(
                "INSERT INTO flyway_schema_history (installed_rank, version, description, type, script,"
                        + " checksum, installed_by, execution_time, success)"
                        + " VALUES (9, '9999', 'future', 'SQL', 'V9999__future.sql', 1, '', 1, 1)");
        assertFails(StoreException.Reason.SCHEMA, this::open);
    }

    @Test
    void refusesAnEditedMigration() throws SQLException {
        open().close();
        edit("UPDATE flyway_schema_history SET checksum = checksum + 1 WHERE version = '0001'");
        assertFails(StoreException.Reason.SCHEMA, this::open);
    }

    @Test
    void reportsAFileThatIsNoDatabase() throws IOException {
        open().close();
        byte[] junk = new byte[(int) Files.size(database())];
        new Random(3).nextBytes(junk);
        Files.write(database(), junk);
        assertFails(StoreException.Reason.CORRUPT, this::open);
    }

    @Test
    void reportsADamagedDatabase() throws IOException {
        try (RecordStore store = open()) {
            for (int i = 0; i < 200; i++) {
                put(store, "key" + i, "value ".repeat(100), Change.ABSENT);
            }
        }
        byte[] content = Files.readAllBytes(database());
        int intact = 10 * 4096;
        Arrays.fill(content, intact, content.length, (byte) 0xA5);
        Files.write(database(), content);
        assertFails(
                StoreException.Reason.CORRUPT,
                () -> {
                    try (RecordStore store = open()) {
                        store.list(NS, "", null, 1000);
                    }
                });
    }

    @Test
    void reportsAFailingDiskAndGoesOnReading() throws IOException {
        // A limit on the size of files makes writes fail as a full disk does.
        try (Child child = Child.start(folder, "ulimit -f 1500; exec \"$@\"")) {
            child.say("open");
            child.expect("open");
            child.say("write x");
            int acknowledged = 0;
            int failed = 0;
            String line = child.hear();
            for (; line != null && !line.startsWith("left "); line = child.hear()) {
                acknowledged += line.startsWith("ack ") ? 1 : 0;
                failed += line.matches("failed (IO|FULL)") ? 1 : 0;
            }
            assertThat(failed).isEqualTo(4);
            assertThat(acknowledged).isPositive();
            assertThat(line).isEqualTo("left " + Math.min(acknowledged, 1000));
        }
        try (RecordStore store = open()) {
            put(store, "after", "1", Change.ABSENT);
        }
    }
}
