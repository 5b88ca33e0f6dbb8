package dev.fiducia.ha.file;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/// Files of mode 0600 in folders of mode 0700, on a POSIX file system. Every file is made with its
/// final rights, never opened first and narrowed after.
public final class OwnerOnly {

    private static final Set<PosixFilePermission> FILE =
            PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> FOLDER =
            PosixFilePermissions.fromString("rwx------");

    private static final int ROOT = 0;

    private OwnerOnly() {}

    /// Makes the folder, and what is missing above it, for the owner alone. One that exists is
    /// taken if it belongs to this process's user, or to root, and the world can't write to it.
    public static void folder(Path folder) throws IOException {
        try {
            PosixFileAttributes attributes = attributes(folder.toRealPath());
            if (!attributes.isDirectory()) {
                throw new UnsafeFileException(folder + " is not a folder");
            }
            int owner = uid(folder.toRealPath());
            if (owner != ProcessUser.id() && owner != ROOT) {
                throw new UnsafeFileException("the folder " + folder + " belongs to user " + owner);
            }
            if (attributes.permissions().contains(PosixFilePermission.OTHERS_WRITE)) {
                throw new UnsafeFileException(
                        "anyone can write to the folder " + folder + ": chmod o-w " + folder);
            }
        } catch (NoSuchFileException _) {
            Files.createDirectories(folder, rights(FOLDER));
            syncFolder(parent(folder));
        }
    }

    /// Makes an empty file, durably, if there is none; else checks the one that is there.
    public static void ensure(Path file) throws IOException {
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            check(file);
            return;
        }
        Files.createFile(file, rights(FILE));
        syncFolder(parent(file));
    }

    /// Refuses a file that is a link or no regular file, that belongs to another user, or that its
    /// group or the world has any right to.
    public static void check(Path file) throws IOException {
        PosixFileAttributes attributes = attributes(file);
        if (attributes.isSymbolicLink()) {
            throw new UnsafeFileException(file + " is a symbolic link: name the file itself");
        }
        if (!attributes.isRegularFile()) {
            throw new UnsafeFileException(file + " is not a regular file");
        }
        int owner = uid(file);
        int user = ProcessUser.id();
        if (owner != user) {
            throw new UnsafeFileException(
                    file + " belongs to user " + owner + ", this process runs as " + user);
        }
        Set<PosixFilePermission> excess = EnumSet.noneOf(PosixFilePermission.class);
        excess.addAll(attributes.permissions());
        excess.removeAll(FOLDER);
        if (!excess.isEmpty()) {
            throw new UnsafeFileException(
                    "others than its owner have rights to "
                            + file
                            + " ("
                            + PosixFilePermissions.toString(attributes.permissions())
                            + "): chmod 600 "
                            + file);
        }
    }

    /// Writes a file that must not exist yet; it is there whole or not at all, also after a crash.
    public static void create(Path file, byte[] content) throws IOException {
        create(file, out -> out.write(content));
    }

    /// What a file is to hold.
    @FunctionalInterface
    public interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    /// The same for content that is made while it is written.
    public static void create(Path file, Content content) throws IOException {
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new FileAlreadyExistsException(file.toString());
        }
        Path temporary = writeBeside(file, content);
        try {
            // A hard link, unlike a rename, fails if another process was faster.
            Files.createLink(file, temporary);
        } finally {
            Files.deleteIfExists(temporary);
        }
        syncFolder(parent(file));
    }

    /// Puts new content in the place of a file's old one: either is there whole, also after a
    /// crash.
    public static void replace(Path file, byte[] content) throws IOException {
        check(file);
        Path temporary = writeBeside(file, out -> out.write(content));
        try {
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(temporary);
        }
        syncFolder(parent(file));
    }

    private static Path writeBeside(Path file, Content content) throws IOException {
        String suffix = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
        Path temporary = parent(file).resolve("." + file.getFileName() + "." + suffix);
        try (FileChannel channel =
                FileChannel.open(
                        temporary,
                        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                        rights(FILE))) {
            content.writeTo(Channels.newOutputStream(channel));
            channel.force(true);
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(temporary);
            throw e;
        }
        return temporary;
    }

    /// A new name is durable only once its folder is.
    private static void syncFolder(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static Path parent(Path file) {
        Path parent = file.toAbsolutePath().getParent();
        if (parent == null) {
            throw new IllegalArgumentException("not the path of a file: " + file);
        }
        return parent;
    }

    private static PosixFileAttributes attributes(Path file) throws IOException {
        try {
            return Files.readAttributes(file, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        } catch (UnsupportedOperationException e) {
            throw new IOException("the file system of " + file + " has no owner-only rights", e);
        }
    }

    private static int uid(Path file) throws IOException {
        return (Integer) Files.getAttribute(file, "unix:uid", LinkOption.NOFOLLOW_LINKS);
    }

    private static FileAttribute<Set<PosixFilePermission>> rights(Set<PosixFilePermission> rights) {
        return PosixFilePermissions.asFileAttribute(rights);
    }
}
