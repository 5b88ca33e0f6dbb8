package dev.fiducia.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.fiducia.ha.audit.AuditEntry;
import dev.fiducia.ha.audit.AuditLog;
import dev.fiducia.ha.seal.KeyRing;
import dev.fiducia.ha.store.Change;
import dev.fiducia.ha.store.CommitResult;
import dev.fiducia.ha.store.Namespace;
import dev.fiducia.ha.store.RecordStore;
import dev.fiducia.ha.store.SqliteRecordStore;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// The store as a whole, from the command line.
class StoreCommandTest {
    private static final Namespace NS = new Namespace("repository");

    @TempDir private Path folder;
    private Path config;
    private Path key;

    @BeforeEach
    void makeAStore() throws IOException {
        config = config("old");
        key = folder.resolve("archive-key");
        assertThat(Terminal.run("store", "create-key", key.toString()).exitCode()).isZero();
        try (RecordStore store = open("old")) {
            AuditLog audit = new AuditLog(store, InstantSource.system());
            for (int i = 0; i < 20; i++) {
                List<Change> changes = new ArrayList<>();
                changes.add(new Change.Put(NS, "default/web/" + i, new byte[100], Change.ABSENT));
                changes.addAll(
                        audit.changesToAppend(
                                List.of(AuditEntry.of("me", "put", "web" + i, Map.of()))));
                assertThat(store.commit(changes)).isInstanceOf(CommitResult.Committed.class);
            }
        }
    }

    private Path config(String name) throws IOException {
        return Files.writeString(
                folder.resolve(name + ".toml"),
                "[store]\npath = \"" + folder.resolve(name) + "\"\n");
    }

    private RecordStore open(String name) {
        Path path = folder.resolve(name);
        return SqliteRecordStore.open(
                path, KeyRing.openOrCreate(path.resolve("key-ring")), InstantSource.system());
    }

    private Terminal.Run store(String verb, Path configuration, String... more) {
        List<String> arguments =
                new ArrayList<>(List.of("store", verb, "-c", configuration.toString()));
        arguments.addAll(List.of(more));
        return Terminal.run(arguments.toArray(String[]::new));
    }

    private Path exported() {
        Path archive = folder.resolve("archive");
        Terminal.Run run =
                store("export", config, "--key-file", key.toString(), archive.toString());
        assertThat(run.errors()).isEmpty();
        assertThat(run.exitCode()).isZero();
        return archive;
    }

    private static JsonNode json(Terminal.Run run) throws IOException {
        assertThat(run.errors()).isEmpty();
        return new ObjectMapper().readTree(run.output());
    }

    @Test
    void anArchiveBecomesAStoreOfAnotherRing() throws IOException {
        Path archive = exported();
        Path target = config("new");
        Terminal.Run made =
                store("import", target, "--key-file", key.toString(), archive.toString());
        assertThat(made.output()).contains("42 records");
        JsonNode before = json(store("verify", config, "--output", "json"));
        JsonNode after = json(store("verify", target, "--output", "json"));
        assertThat(after.path("sound").asBoolean()).isTrue();
        assertThat(after.path("namespaces")).isEqualTo(before.path("namespaces"));
        assertThat(after.path("audit")).isEqualTo(before.path("audit"));
        assertThat(after.path("keys")).isNotEqualTo(before.path("keys"));
        try (RecordStore store = open("new")) {
            assertThat(store.get(NS, "default/web/7")).isPresent();
        }
    }

    @Test
    void nothingIsWrittenOverWhatIsThere() throws IOException {
        Path archive = exported();
        Terminal.Run again =
                store("export", config, "--key-file", key.toString(), archive.toString());
        assertThat(again.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(again.errors()).contains("exists");
        for (String verb : List.of("import", "restore")) {
            Terminal.Run over =
                    store(verb, config, "--key-file", key.toString(), archive.toString());
            assertThat(over.exitCode()).isEqualTo(ExitCode.FAILED);
            assertThat(over.errors()).contains("has been written to");
        }
        assertThat(Terminal.run("store", "create-key", key.toString()).exitCode())
                .isEqualTo(ExitCode.FAILED);
    }

    @Test
    void aWrongKeyOrADamagedBackupMakesNoStore() throws IOException {
        Path archive = exported();
        Path target = config("new");
        Path other = folder.resolve("other-key");
        Terminal.run("store", "create-key", other.toString());
        Terminal.Run wrong =
                store("restore", target, "--key-file", other.toString(), archive.toString());
        assertThat(wrong.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(wrong.errors()).contains("another key");
        byte[] bytes = Files.readAllBytes(archive);
        bytes[bytes.length - 1] ^= 1;
        Files.write(archive, bytes);
        Terminal.Run damaged =
                store("restore", target, "--key-file", key.toString(), archive.toString());
        assertThat(damaged.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(folder.resolve("new")).doesNotExist();
    }

    @Test
    void aPassphraseOpensWhatItClosed() throws IOException {
        Path phrase = folder.resolve("phrase");
        Files.createFile(
                phrase,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(phrase, "a passphrase of some length\n");
        String archive = folder.resolve("archive").toString();
        String file = phrase.toString();
        assertThat(store("export", config, "--passphrase-file", file, archive).exitCode()).isZero();
        Terminal.Run drill =
                Terminal.run("store", "restore", "--drill", "--passphrase-file", file, archive);
        assertThat(drill.exitCode()).isZero();
        assertThat(drill.output()).startsWith("sound: 42 records").contains("20 audit events");
    }

    @Test
    void aDrillLeavesNothingBehind() throws IOException {
        Path archive = exported();
        List<Path> before = drills();
        JsonNode report =
                json(
                        Terminal.run(
                                "store",
                                "restore",
                                "--drill",
                                "--key-file",
                                key.toString(),
                                archive.toString(),
                                "--output",
                                "json"));
        assertThat(report.path("sound").asBoolean()).isTrue();
        assertThat(report.path("audit").path("events").asInt()).isEqualTo(20);
        assertThat(drills()).isEqualTo(before);
    }

    private static List<Path> drills() throws IOException {
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir", "")))) {
            return files.filter(file -> file.getFileName().toString().startsWith("fiducia-drill"))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void backupsAreKeptUpToANumber() throws IOException {
        Path backups = folder.resolve("backups");
        Path stranger = Files.createDirectories(backups).resolve("notes.txt");
        Files.writeString(stranger, "not a backup");
        for (int i = 0; i < 4; i++) {
            Terminal.Run run =
                    store(
                            "backup",
                            config,
                            "--key-file",
                            key.toString(),
                            "--directory",
                            backups.toString(),
                            "--keep",
                            "2");
            assertThat(run.errors()).isEmpty();
        }
        try (Stream<Path> files = Files.list(backups)) {
            assertThat(files).hasSize(3).contains(stranger);
        }
    }

    @Test
    void theStoreMovesToAnotherConfiguration() throws IOException {
        Terminal.Run moved = store("migrate", config, "--to", config("new").toString());
        assertThat(moved.errors()).isEmpty();
        assertThat(moved.output()).startsWith("sound: 42 records");
        assertThat(store("verify", config).exitCode()).isZero();
    }

    @Test
    void aKeyIsRetiredOnceNothingIsSealedUnderIt() {
        String ring = folder.resolve("old").resolve("key-ring").toString();
        String first = Terminal.run("key-ring", "show", ring).output().substring(0, 8);
        Terminal.Run rotated = Terminal.run("key-ring", "rotate", ring, "--overlap", "PT0S");
        assertThat(rotated.output()).contains(first + "  opens").contains("active");
        Terminal.Run early = retire(first);
        assertThat(early.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(early.errors()).contains("42 records are sealed under");
        assertThat(store("reseal", config).output()).contains("42 records");
        // Challenges of the last hour are still in hands of guests.
        assertThat(retire(first).errors()).contains("after");
        assertThat(store("verify", config).exitCode()).isZero();
    }

    private Terminal.Run retire(String key) {
        return Terminal.run("key-ring", "retire", "-c", config.toString(), key);
    }

    @Test
    void aRotationIsAnnouncedBeforeItCounts() {
        String ring = folder.resolve("old").resolve("key-ring").toString();
        assertThat(Terminal.run("key-ring", "rotate", ring).output()).contains("active from");
        Terminal.Run again = Terminal.run("key-ring", "rotate", ring);
        assertThat(again.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(again.errors()).contains("rotate again behind that");
        assertThat(Terminal.run("key-ring", "show", folder.resolve("none").toString()).exitCode())
                .isEqualTo(ExitCode.FAILED);
    }

    @Test
    void aStoreInUseIsLeftAlone() {
        try (RecordStore _ = open("old")) {
            Terminal.Run run = store("verify", config);
            assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
            assertThat(run.errors()).contains("in use");
        }
    }

    @Test
    void verificationFindsWhatIsMissing() {
        try (RecordStore store = open("old")) {
            long version =
                    store.get(AuditLog.EVENTS, "0".repeat(17) + "11").orElseThrow().version();
            store.commit(
                    List.of(new Change.Delete(AuditLog.EVENTS, "0".repeat(17) + "11", version)));
        }
        Terminal.Run run = store("verify", config);
        assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(run.output()).startsWith("NOT SOUND").contains("missing");
    }

    @Test
    void aStoreThatIsNotThereIsNotMade() throws IOException {
        Terminal.Run run = store("verify", config("none"));
        assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(folder.resolve("none")).doesNotExist();
        assertThat(Terminal.run("store", "verify").exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(store("export", config, "archive").exitCode()).isEqualTo(ExitCode.USAGE);
    }
}
