package dev.fiducia.ha.archive;

import dev.fiducia.ha.archive.ArchiveException.Reason;
import dev.fiducia.ha.seal.Seal;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;

/// The beginning of an archive, in the clear and covered by the tag of every chunk:
///
/// `magic(16) | format(2) | schema(2) | created(8, ms) | key kind(1) | memory(4, KiB) |
/// iterations(1) | lanes(1) | salt(32)`, integers in network order. The three numbers are those of
/// Argon2id, and zero where a key file is used.
///
/// @param schema the meaning of the values, as sealed records have it
@SuppressWarnings("ArrayRecordComponent") // a carrier between parser and use, never compared
record ArchiveHeader(
        int schema,
        Instant created,
        boolean passphrase,
        int memoryKiB,
        int iterations,
        int lanes,
        byte[] salt) {

    static final int LENGTH = 16 + 2 + 2 + 8 + 1 + 4 + 1 + 1 + 32;

    private static final byte[] MAGIC = "FIDUCIA ARCHIVE\n".getBytes(StandardCharsets.US_ASCII);
    private static final short FORMAT = 1;
    private static final byte KEY_FILE = 1;
    private static final byte PASSPHRASE = 2;
    private static final int SALT = 32;

    // The second recommendation of RFC 9106 section 4 is 64 MiB and 3 iterations.
    private static final int MEMORY_KIB = 64 << 10;
    private static final int ITERATIONS = 3;
    private static final int LANES = 4;
    // What a stranger's file may make this process spend.
    private static final int MAX_MEMORY_KIB = 256 << 10;
    private static final int MAX_ITERATIONS = 16;
    private static final int MAX_LANES = 16;

    static ArchiveHeader of(ArchiveKey key, Instant created, byte[] salt) {
        boolean passphrase = key instanceof ArchiveKey.OfPassphrase;
        return new ArchiveHeader(
                Seal.SCHEMA,
                created,
                passphrase,
                passphrase ? MEMORY_KIB : 0,
                passphrase ? ITERATIONS : 0,
                passphrase ? LANES : 0,
                salt.clone());
    }

    byte[] toBytes() {
        return ByteBuffer.allocate(LENGTH)
                .put(MAGIC)
                .putShort(FORMAT)
                .putShort((short) schema)
                .putLong(created.toEpochMilli())
                .put(passphrase ? PASSPHRASE : KEY_FILE)
                .putInt(memoryKiB)
                .put((byte) iterations)
                .put((byte) lanes)
                .put(salt)
                .array();
    }

    /// @throws ArchiveException if this release can't read what follows
    static ArchiveHeader read(InputStream in) throws IOException {
        byte[] bytes = new byte[LENGTH];
        try {
            new DataInputStream(in).readFully(bytes);
        } catch (EOFException e) {
            throw new ArchiveException(
                    Reason.NOT_AN_ARCHIVE, "the file is shorter than any archive", e);
        }
        ByteBuffer header = ByteBuffer.wrap(bytes);
        byte[] magic = new byte[MAGIC.length];
        header.get(magic);
        if (!Arrays.equals(magic, MAGIC)) {
            throw new ArchiveException(Reason.NOT_AN_ARCHIVE, "the file does not begin as one");
        }
        int format = Short.toUnsignedInt(header.getShort());
        int schema = Short.toUnsignedInt(header.getShort());
        if (format != FORMAT || schema != Seal.SCHEMA) {
            throw new ArchiveException(
                    Reason.OTHER_VERSION,
                    "it has format "
                            + format
                            + " and schema "
                            + schema
                            + ", this release reads format "
                            + FORMAT
                            + " and schema "
                            + Seal.SCHEMA
                            + ": use the release that wrote it");
        }
        Instant created = Instant.ofEpochMilli(header.getLong());
        byte kind = header.get();
        int memory = header.getInt();
        int iterations = Byte.toUnsignedInt(header.get());
        int lanes = Byte.toUnsignedInt(header.get());
        byte[] salt = new byte[SALT];
        header.get(salt);
        boolean passphrase = kind == PASSPHRASE;
        boolean sane =
                passphrase
                        ? lanes >= 1
                                && lanes <= MAX_LANES
                                && memory >= 8 * lanes
                                && memory <= MAX_MEMORY_KIB
                                && iterations >= 1
                                && iterations <= MAX_ITERATIONS
                        : kind == KEY_FILE && memory == 0 && iterations == 0 && lanes == 0;
        if (!sane) {
            throw new ArchiveException(
                    Reason.DAMAGED, "its beginning says nothing sensible about its key");
        }
        return new ArchiveHeader(schema, created, passphrase, memory, iterations, lanes, salt);
    }
}
