package dev.fiducia.ha.archive;

import dev.fiducia.ha.archive.ArchiveException.Reason;
import dev.fiducia.ha.store.Namespace;
import dev.fiducia.ha.store.RecordSink;
import dev.fiducia.ha.store.StoreState;
import dev.fiducia.ha.store.StoredRecord;

import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/// Writes an archive: the header, then in encrypted chunks
///
/// - `1 | last commit(8) | count(4) | (length(2) namespace, generation(8))…`, sorted,
/// - for each record `2 | length(2) namespace | length(2) key | version(8) | changed(8, ms) |
///   length(4) value`,
/// - `3 | count of records(8)`.
///
/// Integers in network order, text in UTF-8. Whoever is done closes nothing here: the archive ends
/// with [#end()].
public final class ArchiveWriter implements RecordSink {

    static final int STATE = 1;
    static final int RECORD = 2;
    static final int END = 3;
    static final int SALT = 32;

    private final ChunkOutput chunks;
    private final DataOutputStream out;
    private long records;

    /// Writes the header.
    public ArchiveWriter(OutputStream file, ArchiveKey key, Instant now) {
        byte[] salt = new byte[SALT];
        new SecureRandom().nextBytes(salt);
        ArchiveHeader header = ArchiveHeader.of(key, now, salt);
        byte[] bytes = header.toBytes();
        writing(() -> file.write(bytes));
        this.chunks = new ChunkOutput(file, new ChunkCipher(key.derive(header, salt), bytes));
        this.out = new DataOutputStream(chunks);
    }

    /// How many records there are so far.
    public long records() {
        return records;
    }

    @Override
    public void begin(StoreState state) {
        Map<String, Long> sorted = new TreeMap<>();
        state.generations().forEach((ns, generation) -> sorted.put(ns.name(), generation));
        writing(() -> {
            out.writeByte(STATE);
            out.writeLong(state.lastCommit());
            out.writeInt(sorted.size());
            for (Map.Entry<String, Long> each : sorted.entrySet()) {
                writeText(each.getKey());
                out.writeLong(each.getValue());
            }
        });
    }

    @Override
    public void put(Namespace ns, StoredRecord stored) {
        writing(() -> {
            byte[] value = stored.value();
            out.writeByte(RECORD);
            writeText(ns.name());
            writeText(stored.key());
            out.writeLong(stored.version());
            out.writeLong(stored.changed().toEpochMilli());
            out.writeInt(value.length);
            out.write(value);
        });
        records++;
    }

    @Override
    public void end() {
        writing(() -> {
            out.writeByte(END);
            out.writeLong(records);
            out.flush();
            chunks.finish();
        });
    }

    private void writeText(String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeShort(bytes.length);
        out.write(bytes);
    }

    @FunctionalInterface
    private interface Writing {
        void run() throws IOException;
    }

    private static void writing(Writing writing) {
        try {
            writing.run();
        } catch (IOException e) {
            throw new ArchiveException(
                    Reason.IO, "the archive can't be written: " + e.getMessage(), e);
        }
    }
}
