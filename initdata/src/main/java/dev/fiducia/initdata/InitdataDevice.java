package dev.fiducia.initdata;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// The image of the block device by which Kata hands a document to a guest on bare metal: the magic
/// `initdata`, the length of what follows as a little-endian 64-bit number, the gzipped document,
/// zeros up to a whole sector of 512 bytes.
public final class InitdataDevice {

    private static final byte[] MAGIC = "initdata".getBytes(StandardCharsets.US_ASCII);
    private static final int HEADER = MAGIC.length + Long.BYTES;
    private static final int SECTOR = 512;

    private InitdataDevice() {}

    /// The image for a document's bytes.
    public static byte[] encode(byte[] raw) {
        byte[] content = Gzip.compress(raw);
        int used = HEADER + content.length;
        int size = (used + SECTOR - 1) / SECTOR * SECTOR;
        return ByteBuffer.allocate(size)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(MAGIC)
                .putLong(content.length)
                .put(content)
                .array();
    }

    /// The document's bytes out of an image.
    ///
    /// @throws InitdataException if the image is anything but header, one gzip stream and less than
    ///   a sector of zeros
    public static byte[] decode(byte[] image) throws InitdataException {
        if (image.length < HEADER
                || !Arrays.equals(image, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            throw new InitdataException(
                    InitdataError.DEVICE_MAGIC, "the image does not start with the word initdata");
        }
        long length = ByteBuffer.wrap(image).order(ByteOrder.LITTLE_ENDIAN).getLong(MAGIC.length);
        if (length <= 0 || length > image.length - HEADER) {
            throw new InitdataException(
                    InitdataError.DEVICE_LENGTH,
                    "the image is shorter than the length in its header");
        }
        int end = HEADER + (int) length;
        if (image.length % SECTOR != 0 || image.length - end >= SECTOR || !isZero(image, end)) {
            throw new InitdataException(
                    InitdataError.DEVICE_PADDING,
                    "the image is not filled up with zeros to one whole sector");
        }
        byte[] gzip = Arrays.copyOfRange(image, HEADER, end);
        if (!Gzip.isGzip(gzip)) {
            throw new InitdataException(
                    InitdataError.GZIP_HEADER, "the image holds no gzip stream");
        }
        return Gzip.decompress(gzip, InitdataDocument.MAX_SIZE).bytes().array();
    }

    private static boolean isZero(byte[] image, int from) {
        for (int i = from; i < image.length; i++) {
            if (image[i] != 0) {
                return false;
            }
        }
        return true;
    }
}
