package dev.fiducia.initdata;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/// gzip (RFC 1952) in the narrow way that annotations need: one member, nothing after it, bounded
/// output. The JDK's stream would read on into further members and has no bound.
final class Gzip {

    private static final int HEADER = 10;
    private static final int TRAILER = 8;
    private static final int FHCRC = 2;
    private static final int FEXTRA = 4;
    private static final int FNAME = 8;
    private static final int FCOMMENT = 16;
    private static final int RESERVED = 0xE0;

    /// The inflated content, and whether the header carried a time or optional fields.
    record Content(ByteBuffer bytes, boolean metadata) {}

    private Gzip() {}

    static boolean isGzip(byte[] bytes) {
        return bytes.length >= 2 && bytes[0] == 0x1f && bytes[1] == (byte) 0x8b;
    }

    /// Compresses as `gzip -n -9` does: no name, no time, best compression, "Unix".
    static byte[] compress(byte[] raw) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(new byte[] {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 2, 3});
        try (Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true)) {
            deflater.setInput(raw);
            deflater.finish();
            byte[] chunk = new byte[8192];
            while (!deflater.finished()) {
                out.write(chunk, 0, deflater.deflate(chunk));
            }
        }
        ByteBuffer trailer = ByteBuffer.allocate(TRAILER).order(ByteOrder.LITTLE_ENDIAN);
        out.writeBytes(trailer.putInt((int) crc(raw)).putInt(raw.length).array());
        return out.toByteArray();
    }

    static Content decompress(byte[] gzip, int limit) throws InitdataException {
        int start = headerEnd(gzip);
        boolean metadata =
                start != HEADER || gzip[4] != 0 || gzip[5] != 0 || gzip[6] != 0 || gzip[7] != 0;
        try (Inflater inflater = new Inflater(true)) {
            inflater.setInput(gzip, start, gzip.length - start);
            byte[] content = inflate(inflater, limit);
            int end = gzip.length - inflater.getRemaining();
            checkTrailer(gzip, end, content);
            checkNothingFollows(gzip, end + TRAILER);
            return new Content(ByteBuffer.wrap(content), metadata);
        }
    }

    private static byte[] inflate(Inflater inflater, int limit) throws InitdataException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] chunk = new byte[8192];
        try {
            while (!inflater.finished()) {
                int count = inflater.inflate(chunk);
                if (count == 0 && !inflater.finished()) {
                    throw inflater.needsInput() ? truncated() : corrupt();
                }
                out.write(chunk, 0, count);
                if (out.size() > limit) {
                    throw new InitdataException(
                            InitdataError.INFLATED_TOO_LARGE,
                            "the content inflates to more than the "
                                    + limit
                                    + " bytes that a document may have");
                }
            }
        } catch (DataFormatException _) {
            throw corrupt();
        }
        return out.toByteArray();
    }

    private static int headerEnd(byte[] gzip) throws InitdataException {
        if (gzip.length < HEADER) {
            throw truncated();
        }
        int flags = gzip[3];
        if (gzip[2] != 8 || (flags & RESERVED) != 0) {
            throw new InitdataException(
                    InitdataError.GZIP_HEADER,
                    "the gzip header has an unknown method or unknown flags");
        }
        int at = HEADER;
        if ((flags & FEXTRA) != 0) {
            at = skip(gzip, at, 2);
            at = skip(gzip, at, (gzip[at - 2] & 0xff) | (gzip[at - 1] & 0xff) << 8);
        }
        if ((flags & FNAME) != 0) {
            at = skipText(gzip, at);
        }
        if ((flags & FCOMMENT) != 0) {
            at = skipText(gzip, at);
        }
        return (flags & FHCRC) != 0 ? skip(gzip, at, 2) : at;
    }

    private static int skip(byte[] gzip, int at, int count) throws InitdataException {
        if (gzip.length - at < count) {
            throw truncated();
        }
        return at + count;
    }

    private static int skipText(byte[] gzip, int from) throws InitdataException {
        for (int at = from; at < gzip.length; at++) {
            if (gzip[at] == 0) {
                return at + 1;
            }
        }
        throw truncated();
    }

    private static void checkTrailer(byte[] gzip, int at, byte[] content) throws InitdataException {
        if (gzip.length - at < TRAILER) {
            throw truncated();
        }
        ByteBuffer trailer = ByteBuffer.wrap(gzip, at, TRAILER).order(ByteOrder.LITTLE_ENDIAN);
        if (trailer.getInt() != (int) crc(content) || trailer.getInt() != content.length) {
            throw corrupt();
        }
    }

    private static void checkNothingFollows(byte[] gzip, int end) throws InitdataException {
        if (gzip.length == end) {
            return;
        }
        if (gzip.length - end >= 2 && gzip[end] == 0x1f && gzip[end + 1] == (byte) 0x8b) {
            throw new InitdataException(
                    InitdataError.GZIP_MEMBERS,
                    "several gzip streams in a row: readers disagree about them, compress the document once");
        }
        throw new InitdataException(
                InitdataError.GZIP_TRAILING_BYTES,
                (gzip.length - end)
                        + " bytes after the end of the gzip stream: encode the document again");
    }

    private static long crc(byte[] bytes) {
        CRC32 crc = new CRC32();
        crc.update(bytes);
        return crc.getValue();
    }

    private static InitdataException truncated() {
        return new InitdataException(
                InitdataError.GZIP_TRUNCATED,
                "the gzip stream ends early: the value was cut off when it was copied or stored");
    }

    private static InitdataException corrupt() {
        return new InitdataException(
                InitdataError.GZIP_CORRUPT,
                "the gzip stream is damaged: its content does not fit its check sum");
    }
}
