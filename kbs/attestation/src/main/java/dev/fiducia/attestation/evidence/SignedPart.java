package dev.fiducia.attestation.evidence;

import java.io.IOException;
import java.util.Arrays;

/// The signed part of a certificate or a list of revoked ones: its first element, in the very bytes
/// that were signed. What a library writes of what it understood can differ, and then a signature
/// would be checked over something that nobody sent.
public final class SignedPart {

    private static final int SEQUENCE = 0x30;

    private SignedPart() {}

    /// The first element of a sequence in DER, with its own tag and length.
    ///
    /// @throws IOException when the bytes are no such sequence, or something is behind it
    public static byte[] of(byte[] der) throws IOException {
        int inside = content(der, 0, der.length);
        if (end(der, 0, der.length) != der.length) {
            throw new IOException("there are bytes behind the structure");
        }
        return Arrays.copyOfRange(der, inside, end(der, inside, der.length));
    }

    private static int end(byte[] der, int start, int limit) throws IOException {
        int content = content(der, start, limit);
        int first = Byte.toUnsignedInt(der[start + 1]);
        long length = first;
        if (first >= 0x80) {
            length = 0;
            for (int i = start + 2; i < content; i++) {
                length = length << 8 | Byte.toUnsignedInt(der[i]);
            }
        }
        if (length > limit - content) {
            throw new IOException("a structure claims more bytes than there are");
        }
        return content + (int) length;
    }

    /// Where the content of a sequence begins.
    private static int content(byte[] der, int start, int limit) throws IOException {
        if (limit - start < 2 || Byte.toUnsignedInt(der[start]) != SEQUENCE) {
            throw new IOException("not a sequence");
        }
        int first = Byte.toUnsignedInt(der[start + 1]);
        int lengthBytes = first < 0x80 ? 0 : first & 0x7F;
        if (first == 0x80 || lengthBytes > 4 || limit - start < 2 + lengthBytes) {
            throw new IOException("a length that can't be");
        }
        return start + 2 + lengthBytes;
    }
}
