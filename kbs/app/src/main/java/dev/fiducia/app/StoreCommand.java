package dev.fiducia.app;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.fiducia.ha.archive.ArchiveException;
import dev.fiducia.ha.archive.ArchiveFile;
import dev.fiducia.ha.archive.ArchiveKey;
import dev.fiducia.ha.archive.Backups;
import dev.fiducia.ha.seal.KeyRing;
import dev.fiducia.ha.seal.KeyRingException;
import dev.fiducia.ha.store.SealedStore;
import dev.fiducia.ha.store.StoreCopy;
import dev.fiducia.ha.store.StoreException;
import dev.fiducia.ha.store.StoreSnapshot;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Supplier;

/// `fiducia store`: the store as a whole. Works on the store itself, not through a service: an
/// embedded store has to be out of use, a shared one is read as of one moment.
@Command(
        name = "store",
        mixinStandardHelpOptions = true,
        subcommands = RestoreCommand.class,
        description = {
            "Backs up, moves and verifies the store as a whole.",
            "An embedded store must not be in use. One in PostgreSQL is read as of one moment while"
                    + " replicas go on."
        })
final class StoreCommand implements Runnable {
    @Spec private CommandSpec spec;

    @Command(
            name = "create-key",
            mixinStandardHelpOptions = true,
            description =
                    "Makes a key that archives are encrypted under. The file is readable by its"
                            + " owner alone.")
    int createKey(@Parameters(paramLabel = "FILE", description = "Must not exist.") Path file) {
        return run(() -> {
            ArchiveKey.create(file);
            System.out.println(
                    "Made "
                            + file
                            + ". Keep a copy away from the archives: without it none of them"
                            + " opens.");
            return ExitCode.OK;
        });
    }

    @Command(
            name = "export",
            mixinStandardHelpOptions = true,
            description =
                    "Writes all records, versions and the audit log to one encrypted file. The key"
                            + " ring is not in it and not needed for it.")
    int export(
            @Mixin StoreOptions options,
            @Mixin ArchiveKeyOptions keys,
            @Parameters(paramLabel = "ARCHIVE", description = "Must not exist.") Path file,
            @Mixin OutputOption output) {
        return run(() -> {
            StoreOptions.Store store = options.store();
            try (ArchiveKey key = keys.key();
                    StoreSnapshot snapshot = store.location().snapshot(store.ring())) {
                long records = ArchiveFile.write(file, key, Instant.now(), snapshot);
                print(output, "exported", file.toString(), records);
            }
            return ExitCode.OK;
        });
    }

    @Command(
            name = "import",
            mixinStandardHelpOptions = true,
            description = {
                "Fills a new store from an archive, sealed under the configured key ring.",
                "After a crash all of it is there or nothing; a store that was ever used is refused."
            })
    int fill(
            @Mixin StoreOptions options,
            @Mixin ArchiveKeyOptions keys,
            @Parameters(paramLabel = "ARCHIVE") Path file,
            @Mixin OutputOption output) {
        return run(() -> {
            StoreOptions.Store store = options.store();
            try (ArchiveKey key = keys.key()) {
                KeyRing ring = store.ringOrNew();
                StoreCopy copy =
                        ArchiveFile.read(
                                file,
                                key,
                                archive -> StoreCopy.make(archive, store.location(), ring));
                print(output, "imported", store.location().shown(), copy.records());
            }
            return ExitCode.OK;
        });
    }

    @Command(
            name = "migrate",
            mixinStandardHelpOptions = true,
            description = {
                "Copies the store into the new one of another configuration, such as from SQLite to"
                        + " PostgreSQL, and verifies what came of it.",
                "The old store is left as it is."
            })
    int migrate(
            @Mixin StoreOptions options,
            @Option(
                            names = "--to",
                            required = true,
                            paramLabel = "FILE",
                            description =
                                    "Configuration of the service that is to use the new one.")
                    Path target,
            @Mixin OutputOption output) {
        return run(() -> {
            StoreOptions.Store from = options.store();
            StoreOptions.Store to = StoreOptions.store(target);
            KeyRing ring = to.ringOrNew();
            try (StoreSnapshot snapshot = from.location().snapshot(from.ring())) {
                StoreCopy.make(snapshot, to.location(), ring);
            }
            return print(output, StoreReport.of(to.location(), ring));
        });
    }

    @Command(
            name = "reseal",
            mixinStandardHelpOptions = true,
            description =
                    "Seals everything anew that is not under the active key of the ring, so that"
                            + " older keys can be retired. Services do so by themselves.")
    int reseal(@Mixin StoreOptions options, @Mixin OutputOption output) {
        return run(() -> {
            StoreOptions.Store store = options.store();
            // Refuses to make a store where there is none.
            store.location().snapshot(store.ring()).close();
            try (SealedStore open = store.location().open(store.ring(), InstantSource.system())) {
                print(output, "resealed", store.location().shown(), open.reseal());
            }
            return ExitCode.OK;
        });
    }

    @Command(
            name = "verify",
            mixinStandardHelpOptions = true,
            description = {
                "Opens every record and follows the audit log from its first event to its last.",
                "The exit status is 1 when something is wrong."
            })
    int verify(@Mixin StoreOptions options, @Mixin OutputOption output) {
        return run(() -> {
            StoreOptions.Store store = options.store();
            return print(output, StoreReport.of(store.location(), store.ring()));
        });
    }

    @Command(
            name = "backup",
            mixinStandardHelpOptions = true,
            description =
                    "Exports to a file of a folder, named by the time, reads it back, and then"
                            + " deletes the oldest.")
    int backup(
            @Mixin StoreOptions options,
            @Mixin ArchiveKeyOptions keys,
            @Option(names = "--directory", required = true, paramLabel = "DIRECTORY")
                    Path directory,
            @Option(
                            names = "--keep",
                            defaultValue = "7",
                            paramLabel = "N",
                            description =
                                    "How many to have afterwards (default: ${DEFAULT-VALUE}).")
                    int keep,
            @Mixin OutputOption output) {
        if (keep < 1) {
            throw CommandFailure.usage("--keep is at least 1");
        }
        return run(() -> {
            StoreOptions.Store store = options.store();
            try (ArchiveKey key = keys.key();
                    StoreSnapshot snapshot = store.location().snapshot(store.ring())) {
                Backups.Made made = new Backups(directory).make(key, Instant.now(), snapshot, keep);
                if (output.json()) {
                    ObjectNode json = JsonNodeFactory.instance.objectNode();
                    json.put("archive", made.file().toString()).put("records", made.records());
                    ArrayNode removed = json.putArray("removed");
                    made.removed().forEach(each -> removed.add(each.toString()));
                    System.out.println(json.toPrettyString());
                } else {
                    System.out.printf("%s: %d records%n", made.file(), made.records());
                    made.removed().forEach(each -> System.out.println("deleted " + each));
                }
            }
            return ExitCode.OK;
        });
    }

    static int print(OutputOption output, StoreReport report) {
        System.out.println(output.json() ? report.json().toPrettyString() : report.text());
        return report.sound() ? ExitCode.OK : ExitCode.FAILED;
    }

    private static void print(OutputOption output, String done, String where, long records) {
        System.out.println(
                output.json()
                        ? JsonNodeFactory.instance
                                .objectNode()
                                .put(done, where)
                                .put("records", records)
                                .toPrettyString()
                        : done + " " + where + ": " + records + " records");
    }

    /// Turns what stores and archives throw into a sentence and an exit status.
    static int run(Supplier<Integer> command) {
        try {
            return command.get();
        } catch (StoreException e) {
            String message = String.valueOf(e.getMessage());
            throw e.reason() == StoreException.Reason.UNAVAILABLE
                    ? CommandFailure.unavailable(message)
                    : CommandFailure.failed(message);
        } catch (ArchiveException | KeyRingException e) {
            throw CommandFailure.failed(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Which command?");
    }
}
