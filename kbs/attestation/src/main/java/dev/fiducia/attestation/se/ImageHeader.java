package dev.fiducia.attestation.se;

import dev.fiducia.attestation.evidence.ByteCursor;
import dev.fiducia.attestation.evidence.RefusedException;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Finds the header of a Secure Execution image and what the machine measures of it: the digests of
/// pages, addresses and tweaks (64 bytes each), and the header's tag (16).
///
/// The header begins a file that was extracted from an image. In an image it lies where the
/// metadata at 0xC000 says, or without such at the beginning of one of the first pages.
public final class ImageHeader {

    /// Bytes of digests and tag together.
    public static final int TAGS = 208;

    /// More of a file is never read: headers lie near the beginning.
    static final int MAX_BYTES = 2 << 20;

    static final int TAG = 16;
    static final int DIGESTS = 0xE0;

    private static final String CODE = "se-image-header-malformed";
    private static final byte[] MAGIC = "IBMSecEx".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] METADATA_MAGIC = "SeImgLnx".getBytes(StandardCharsets.US_ASCII);
    private static final int METADATA = 0xC000;
    private static final int METADATA_VERSION = 1;
    private static final int VERSION = 0x100;
    private static final int PAGE = 4096;
    private static final int PAGES = 0x15;
    private static final int MIN_LENGTH = DIGESTS + 3 * 64 + TAG;
    private static final int MAX_LENGTH = 64 << 10;

    private ImageHeader() {}

    /// The digests and the tag in the header of an image, or of a header alone.
    public static byte[] tags(byte[] file) throws RefusedException {
        int start = find(file);
        ByteCursor in = ByteCursor.bigEndian(file, "image header", CODE);
        in.skip(start + MAGIC.length);
        if (in.u32() != VERSION) {
            throw in.malformed("is of an unknown version");
        }
        long length = in.u32();
        if (length < MIN_LENGTH || length > MAX_LENGTH || length > file.length - start) {
            throw in.malformed("claims to have " + length + " bytes");
        }
        int end = start + (int) length;
        return ByteBuffer.allocate(TAGS)
                .put(file, start + DIGESTS, TAGS - TAG)
                .put(file, end - TAG, TAG)
                .array();
    }

    private static int find(byte[] file) throws RefusedException {
        if (startsWith(file, METADATA, METADATA_MAGIC)) {
            ByteCursor in = ByteCursor.bigEndian(file, "image", CODE);
            in.skip(METADATA + METADATA_MAGIC.length);
            long offset = in.u64();
            if (in.u32() != METADATA_VERSION) {
                throw in.malformed("has metadata of an unknown version");
            }
            if (offset < 0 || offset > file.length || !startsWith(file, (int) offset, MAGIC)) {
                throw in.malformed("has no header where its metadata says");
            }
            return (int) offset;
        }
        for (int page = 0; page < PAGES; page++) {
            if (startsWith(file, page * PAGE, MAGIC)) {
                return page * PAGE;
            }
        }
        throw RefusedException.of(CODE, "The file has no header of a Secure Execution image");
    }

    private static boolean startsWith(byte[] file, int offset, byte[] magic) {
        return file.length - offset >= magic.length
                && Arrays.equals(file, offset, offset + magic.length, magic, 0, magic.length);
    }
}
