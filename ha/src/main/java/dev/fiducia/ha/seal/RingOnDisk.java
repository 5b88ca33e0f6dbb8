package dev.fiducia.ha.seal;

import dev.fiducia.ha.file.OwnerOnly;
import dev.fiducia.ha.file.UnsafeFileException;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/// The file of a ring: made once, read as a whole, replaced as a whole, and never one that others
/// than its owner may read.
final class RingOnDisk {
    private final Path file;

    RingOnDisk(Path file) {
        this.file = file;
    }

    /// What tells that a file was changed, without reading it.
    record Stamp(FileTime modified, long size, @Nullable Object key) {}

    /// Something that reads the file.
    @FunctionalInterface
    interface Reading<T> {
        T read() throws IOException;
    }

    /// Reads the file to begin with.
    ///
    /// @throws KeyRingException if the ring can't be used safely
    <T> T opened(Reading<T> reading) {
        try {
            return reading.read();
        } catch (UnsafeFileException e) {
            throw new KeyRingException(
                    KeyRingException.Reason.UNSAFE, "key ring: " + e.getMessage(), e);
        } catch (NoSuchFileException e) {
            throw new KeyRingException(
                    KeyRingException.Reason.MISSING, "there is no key ring " + file, e);
        } catch (IOException e) {
            throw new KeyRingException(
                    KeyRingException.Reason.IO, "key ring " + file + ": " + e.getMessage(), e);
        }
    }

    /// Makes the file with one new key, where there is none.
    ///
    /// @param sealedData files that hold data sealed under this ring: if one of them exists, a
    ///   missing ring is refused
    void createUnlessThere(SecureRandom random, InstantSource clock, Path... sealedData) {
        try {
            if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
                refuseToOrphan(sealedData);
                create(random, clock);
            }
        } catch (UnsafeFileException e) {
            throw new KeyRingException(
                    KeyRingException.Reason.UNSAFE, "key ring: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new KeyRingException(
                    KeyRingException.Reason.IO, "key ring " + file + ": " + e.getMessage(), e);
        }
    }

    private void refuseToOrphan(Path... sealedData) {
        for (Path data : sealedData) {
            if (Files.exists(data, LinkOption.NOFOLLOW_LINKS)) {
                throw new KeyRingException(
                        KeyRingException.Reason.MISSING,
                        "the key ring "
                                + file
                                + " is missing, but "
                                + data
                                + " holds data that was sealed under it: bring the ring back from a backup. A new"
                                + " ring could open none of that data");
            }
        }
    }

    private void create(SecureRandom random, InstantSource clock) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            OwnerOnly.folder(folder);
        }
        RingContent.Entry first = RingContent.Entry.fresh(random, clock.instant(), Set.of());
        byte[] text = RingFile.write(new RingContent(first.id(), List.of(first)));
        try {
            OwnerOnly.create(file, text);
        } catch (FileAlreadyExistsException _) {
            // Another process was faster: its ring is the one to open.
        } finally {
            Arrays.fill(text, (byte) 0);
            first.key().close();
        }
    }

    Stamp stamp() throws IOException {
        BasicFileAttributes attributes =
                Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        return new Stamp(attributes.lastModifiedTime(), attributes.size(), attributes.fileKey());
    }

    /// @throws KeyRingException if it holds no ring
    RingContent read() throws IOException {
        OwnerOnly.check(file);
        if (Files.size(file) > RingFile.MAX_BYTES) {
            throw RingFile.malformed("it is larger than any key ring");
        }
        byte[] text = Files.readAllBytes(file);
        try {
            return RingFile.parse(text);
        } finally {
            Arrays.fill(text, (byte) 0);
        }
    }

    /// Durably; others find the old content or the new one.
    void replace(RingContent content) throws IOException {
        byte[] text = RingFile.write(content);
        try {
            OwnerOnly.replace(file, text);
        } finally {
            Arrays.fill(text, (byte) 0);
        }
    }

    @Override
    public String toString() {
        return file.toString();
    }
}
