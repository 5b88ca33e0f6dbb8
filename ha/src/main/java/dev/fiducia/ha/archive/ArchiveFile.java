package dev.fiducia.ha.archive;

import dev.fiducia.ha.archive.ArchiveException.Reason;
import dev.fiducia.ha.file.OwnerOnly;
import dev.fiducia.ha.seal.SecretBytes;
import dev.fiducia.ha.store.RecordSource;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.function.Function;

/// Archives on a disk.
public final class ArchiveFile {

    private static final int BUFFER = 1 << 17;

    private ArchiveFile() {}

    /// Writes a new archive, readable by its owner alone; it is there whole and on the disk, or not
    /// at all. Returns how many records are in it.
    ///
    /// @throws ArchiveException if the file exists, can't be written, or the passphrase is too
    ///   short
    public static long write(Path file, ArchiveKey key, Instant now, RecordSource source) {
        refuseShort(key);
        long[] records = new long[1];
        try {
            OwnerOnly.create(
                    file,
                    out -> {
                        OutputStream buffered = new BufferedOutputStream(out, BUFFER);
                        ArchiveWriter writer = new ArchiveWriter(buffered, key, now);
                        source.copyTo(writer);
                        buffered.flush();
                        records[0] = writer.records();
                    });
            return records[0];
        } catch (FileAlreadyExistsException e) {
            throw new ArchiveException(Reason.IO, file + " exists and is not overwritten", e);
        } catch (IOException e) {
            throw new ArchiveException(Reason.IO, "no archive is written to " + file + ": " + e, e);
        }
    }

    /// Reads an archive.
    public static <T> T read(Path file, ArchiveKey key, Function<ArchiveReader, T> use) {
        try (BufferedInputStream in = new BufferedInputStream(Files.newInputStream(file), BUFFER)) {
            return use.apply(ArchiveReader.open(in, key));
        } catch (IOException e) {
            throw new ArchiveException(Reason.IO, "the archive " + file + ": " + e, e);
        }
    }

    private static void refuseShort(ArchiveKey key) {
        if (key instanceof ArchiveKey.OfPassphrase(SecretBytes phrase)) {
            int characters =
                    phrase.use(bytes -> new String(bytes, StandardCharsets.UTF_8).length());
            if (characters < ArchiveKey.MIN_PASSPHRASE) {
                throw new ArchiveException(
                        Reason.UNUSABLE_KEY,
                        "a passphrase has at least "
                                + ArchiveKey.MIN_PASSPHRASE
                                + " characters: who holds the archive can try as many as he likes");
            }
        }
    }
}
