package dev.fiducia.ha.archive;

import dev.fiducia.ha.archive.ArchiveException.Reason;
import dev.fiducia.ha.store.Namespace;
import dev.fiducia.ha.store.RecordLimits;
import dev.fiducia.ha.store.RecordSink;
import dev.fiducia.ha.store.RecordSource;
import dev.fiducia.ha.store.StoreState;
import dev.fiducia.ha.store.StoredRecord;

import org.jspecify.annotations.Nullable;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/// Reads an archive, once. Each record that it gives is authentic and at its place, and the sink is
/// told of the end only if the archive is whole: what a sink did before has to be undone otherwise.
public final class ArchiveReader implements RecordSource {

    private static final int MAX_NAMESPACES = 10_000;
    private static final int MAX_NAMESPACE = 64;

    private final ArchiveHeader header;
    private final DataInputStream in;
    private long records;

    private ArchiveReader(ArchiveHeader header, DataInputStream in) {
        this.header = header;
        this.in = in;
    }

    /// Reads the header. The caller closes the file.
    ///
    /// @throws ArchiveException if it is not an archive that this release and kind of key can open
    public static ArchiveReader open(InputStream file, ArchiveKey key) {
        try {
            ArchiveHeader header = ArchiveHeader.read(file);
            boolean passphrase = key instanceof ArchiveKey.OfPassphrase;
            if (header.passphrase() != passphrase) {
                throw new ArchiveException(
                        Reason.WRONG_KEY,
                        header.passphrase()
                                ? "it was made under a passphrase, not a key file"
                                : "it was made under a key file, not a passphrase");
            }
            ChunkCipher cipher =
                    new ChunkCipher(key.derive(header, header.salt()), header.toBytes());
            return new ArchiveReader(header, new DataInputStream(new ChunkInput(file, cipher)));
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /// When it was made, by the clock of whoever made it. Believable once a record was read.
    public Instant created() {
        return header.created();
    }

    /// How many records were read so far.
    public long records() {
        return records;
    }

    @Override
    public void copyTo(RecordSink sink) {
        try {
            require(in.readUnsignedByte() == ArchiveWriter.STATE);
            sink.begin(state());
            int kind = in.readUnsignedByte();
            while (kind == ArchiveWriter.RECORD) {
                Namespace ns = namespace();
                sink.put(ns, stored());
                records++;
                kind = in.readUnsignedByte();
            }
            require(kind == ArchiveWriter.END);
            require(in.readLong() == records);
            require(in.read() == -1);
        } catch (EOFException | CharacterCodingException e) {
            throw malformed(e);
        } catch (IOException e) {
            throw unreadable(e);
        }
        sink.end();
    }

    private StoreState state() throws IOException {
        long last = in.readLong();
        int count = in.readInt();
        require(count >= 0 && count <= MAX_NAMESPACES);
        Map<Namespace, Long> generations = new HashMap<>();
        for (int i = 0; i < count; i++) {
            Namespace ns = namespace();
            require(generations.put(ns, in.readLong()) == null);
        }
        return new StoreState(last, generations);
    }

    private Namespace namespace() throws IOException {
        String name = text(MAX_NAMESPACE);
        try {
            return new Namespace(name);
        } catch (IllegalArgumentException e) {
            throw malformed(e);
        }
    }

    private StoredRecord stored() throws IOException {
        String key = text(RecordLimits.KEY_BYTES);
        long version = in.readLong();
        long changed = in.readLong();
        int length = in.readInt();
        require(length >= 0 && length <= RecordLimits.VALUE_BYTES);
        byte[] value = new byte[length];
        in.readFully(value);
        try {
            return new StoredRecord(key, version, value, Instant.ofEpochMilli(changed));
        } catch (DateTimeException e) {
            throw malformed(e);
        }
    }

    private String text(int most) throws IOException {
        int length = in.readUnsignedShort();
        require(length <= most);
        byte[] bytes = new byte[length];
        in.readFully(bytes);
        return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    }

    /// What is authentic and still no archive was not written by this project.
    private static void require(boolean holds) {
        if (!holds) {
            throw malformed(null);
        }
    }

    private static ArchiveException malformed(@Nullable Exception e) {
        return new ArchiveException(Reason.DAMAGED, "what it holds is not a whole store", e);
    }

    private static ArchiveException unreadable(IOException e) {
        return new ArchiveException(Reason.IO, "the archive can't be read: " + e.getMessage(), e);
    }
}
