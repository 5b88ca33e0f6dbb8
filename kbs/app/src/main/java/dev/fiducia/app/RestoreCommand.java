package dev.fiducia.app;

import dev.fiducia.ha.archive.ArchiveFile;
import dev.fiducia.ha.archive.ArchiveKey;
import dev.fiducia.ha.seal.KeyRing;
import dev.fiducia.ha.store.RecordDigest;
import dev.fiducia.ha.store.StoreCopy;
import dev.fiducia.ha.store.StoreLocation;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

/// `fiducia store restore`: a new store from a backup, or a drill that shows that there could be
/// one.
@Command(
        name = "restore",
        mixinStandardHelpOptions = true,
        description = {
            "Reads a backup to its end, fills a new store from it and verifies that.",
            "With --drill, the store is a throw-away one, which is deleted after its verification."
        })
final class RestoreCommand implements Callable<Integer> {
    @Mixin private StoreOptions options;
    @Mixin private ArchiveKeyOptions keys;
    @Mixin private OutputOption output;

    @Parameters(paramLabel = "ARCHIVE")
    private Path file = Path.of("");

    @Option(
            names = "--drill",
            description =
                    "Into an embedded store in the folder for temporary files, under a key ring of"
                            + " its own; needs no configuration.")
    private boolean drill;

    @Override
    public Integer call() {
        return StoreCommand.run(() -> {
            try (ArchiveKey key = keys.key()) {
                return drill ? drill(key) : restore(key);
            }
        });
    }

    private int restore(ArchiveKey key) {
        StoreOptions.Store store = options.store();
        // To the end first: a damaged backup is not even begun with.
        long expected = ArchiveFile.read(file, key, each -> RecordDigest.of(each).records());
        KeyRing ring = store.ringOrNew();
        StoreCopy copy =
                ArchiveFile.read(file, key, each -> StoreCopy.make(each, store.location(), ring));
        if (copy.records() != expected) {
            throw CommandFailure.failed("the backup " + file + " changed while it was read");
        }
        return StoreCommand.print(output, StoreReport.of(store.location(), ring));
    }

    private int drill(ArchiveKey key) {
        try {
            Path folder = Files.createTempDirectory("fiducia-drill");
            try {
                StoreLocation location = new StoreLocation.Embedded(folder.resolve("store"));
                KeyRing ring = KeyRing.openOrCreate(folder.resolve("key-ring"));
                ArchiveFile.read(file, key, each -> StoreCopy.make(each, location, ring));
                return StoreCommand.print(output, StoreReport.of(location, ring));
            } finally {
                remove(folder);
            }
        } catch (IOException e) {
            throw CommandFailure.failed("no place for a drill: " + e);
        }
    }

    private static void remove(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(RestoreCommand::delete);
        }
    }

    private static void delete(Path file) {
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
