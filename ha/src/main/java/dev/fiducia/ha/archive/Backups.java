package dev.fiducia.ha.archive;

import dev.fiducia.ha.archive.ArchiveException.Reason;
import dev.fiducia.ha.file.OwnerOnly;
import dev.fiducia.ha.store.RecordDigest;
import dev.fiducia.ha.store.RecordSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Archives in a folder of their own, named by when they were made:
/// `fiducia-20261122T140000.000Z.archive`.
public final class Backups {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss.SSS'Z'").withZone(ZoneOffset.UTC);
    private static final Pattern NAME =
            Pattern.compile("fiducia-[0-9]{8}T[0-9]{6}\\.[0-9]{3}Z\\.archive");

    private final Path folder;

    /// @param folder is made, for the owner alone, where it is missing
    public Backups(Path folder) {
        this.folder = folder;
    }

    /// What a backup came to.
    ///
    /// @param removed older ones that were deleted
    public record Made(Path file, long records, List<Path> removed) {
        public Made {
            removed = List.copyOf(removed);
        }
    }

    /// Makes a backup, reads it back, and only then deletes the oldest beyond `keep`. Other files
    /// in the folder are left alone.
    ///
    /// @param keep how many there are afterwards at most, the new one included; at least 1
    public Made make(ArchiveKey key, Instant now, RecordSource source, int keep) {
        if (keep < 1) {
            throw new IllegalArgumentException("at least the new one is kept");
        }
        try {
            OwnerOnly.folder(folder);
            Path file = folder.resolve("fiducia-" + TIME.format(now) + ".archive");
            long records = ArchiveFile.write(file, key, now, source);
            long read = ArchiveFile.read(file, key, reader -> RecordDigest.of(reader).records());
            if (read != records) {
                throw new ArchiveException(
                        Reason.IO, "the backup " + file + " does not hold what was written to it");
            }
            return new Made(file, records, prune(file, keep));
        } catch (IOException e) {
            throw new ArchiveException(Reason.IO, "no backup is made in " + folder + ": " + e, e);
        }
    }

    /// All of them, the newest first.
    public List<Path> all() {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> NAME.matcher(file.getFileName().toString()).matches())
                    .sorted(Comparator.comparing((Path f) -> f.getFileName().toString()).reversed())
                    .toList();
        } catch (IOException e) {
            throw new ArchiveException(Reason.IO, "the folder " + folder + ": " + e, e);
        }
    }

    private List<Path> prune(Path made, int keep) throws IOException {
        // A clock that went back must not cost the one that was just made.
        List<Path> surplus =
                all().stream().filter(file -> !file.equals(made)).skip(keep - 1L).toList();
        for (Path old : surplus) {
            Files.deleteIfExists(old);
        }
        return surplus;
    }
}
