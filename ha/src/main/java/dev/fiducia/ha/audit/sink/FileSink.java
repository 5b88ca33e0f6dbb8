package dev.fiducia.ha.audit.sink;

import dev.fiducia.ha.audit.AuditEvent;
import dev.fiducia.ha.audit.AuditSink;
import dev.fiducia.ha.audit.SinkException;
import dev.fiducia.ha.file.OwnerOnly;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Objects;

/// A file of one event a line, for its owner alone, flushed to the disk before a write returns. A
/// file that was moved away or deleted is made anew, so that it can be rotated at any time. A
/// record that was written in part is taken back. A character device is written to as it is.
public final class FileSink implements AuditSink {
    private static final int TYPE = 0170000;
    private static final int CHARACTER_DEVICE = 0020000;

    private final Path file;
    private volatile @Nullable FileChannel open;
    private @Nullable Object opened; // the file's identity

    private FileSink(Path file) {
        this.file = file;
    }

    /// @throws SinkException if the file can't be written, or is not this user's alone
    public static FileSink open(Path file) throws SinkException {
        FileSink sink = new FileSink(file);
        try {
            var _ = sink.channel();
            return sink;
        } catch (IOException e) {
            throw sink.failed(e);
        }
    }

    @Override
    public void write(List<AuditEvent> events, List<String> lines) throws SinkException {
        byte[] bytes = (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
        try {
            FileChannel channel = channel();
            boolean device = opened == null;
            long end = device ? 0 : channel.size();
            try {
                ByteBuffer rest = ByteBuffer.wrap(bytes);
                while (rest.hasRemaining()) {
                    channel.write(rest);
                }
                if (!device) {
                    channel.force(false);
                }
            } catch (IOException e) {
                if (!device) {
                    takeBack(channel, end);
                }
                throw e;
            }
        } catch (IOException e) {
            close();
            throw failed(e);
        }
    }

    /// Half a line would spoil the next one as well.
    private static void takeBack(FileChannel channel, long end) {
        try {
            if (channel.isOpen()) {
                channel.truncate(end);
            }
        } catch (IOException _) {
            // Told by the first error, which is on its way.
        }
    }

    private FileChannel channel() throws IOException {
        FileChannel known = open;
        if (known != null && known.isOpen() && Objects.equals(opened, identity())) {
            return known;
        }
        close();
        if (isDevice()) {
            known = FileChannel.open(file, StandardOpenOption.WRITE);
            opened = null;
        } else {
            OwnerOnly.ensure(file);
            known =
                    FileChannel.open(
                            file,
                            StandardOpenOption.WRITE,
                            StandardOpenOption.APPEND,
                            LinkOption.NOFOLLOW_LINKS);
            opened = identity();
        }
        open = known;
        return known;
    }

    private @Nullable Object identity() throws IOException {
        try {
            return isDevice()
                    ? null
                    : Files.readAttributes(
                                    file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                            .fileKey();
        } catch (NoSuchFileException _) {
            return "gone";
        }
    }

    private boolean isDevice() throws IOException {
        try {
            int mode = (Integer) Files.getAttribute(file, "unix:mode", LinkOption.NOFOLLOW_LINKS);
            return (mode & TYPE) == CHARACTER_DEVICE;
        } catch (NoSuchFileException _) {
            return false;
        }
    }

    private SinkException failed(IOException e) {
        String why =
                e instanceof NoSuchFileException
                        ? "its folder does not exist"
                        : String.valueOf(e.getMessage());
        return new SinkException("the audit file " + file + " can't be written: " + why, e);
    }

    @Override
    public void abort() {
        close();
    }

    @Override
    public void close() {
        FileChannel known = open;
        open = null;
        if (known != null) {
            try {
                known.close();
            } catch (IOException _) {
                // What was written was flushed.
            }
        }
    }
}
