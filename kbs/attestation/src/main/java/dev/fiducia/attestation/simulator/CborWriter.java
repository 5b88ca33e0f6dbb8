package dev.fiducia.attestation.simulator;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// Writes CBOR, each number in its shortest form.
final class CborWriter {

    private static final int BYTES = 0x40;
    private static final int TEXT = 0x60;
    private static final int ARRAY = 0x80;
    private static final int MAP = 0xA0;
    private static final int TAG = 0xC0;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    CborWriter integer(long value) {
        return value < 0 ? head(0x20, -1 - value) : head(0, value);
    }

    CborWriter bytes(byte[] content) {
        head(BYTES, content.length);
        out.writeBytes(content);
        return this;
    }

    CborWriter text(String content) {
        byte[] utf8 = content.getBytes(StandardCharsets.UTF_8);
        head(TEXT, utf8.length);
        out.writeBytes(utf8);
        return this;
    }

    CborWriter array(int length) {
        return head(ARRAY, length);
    }

    CborWriter map(int entries) {
        return head(MAP, entries);
    }

    CborWriter tag(long tag) {
        return head(TAG, tag);
    }

    /// Something that is written already.
    CborWriter raw(byte[] item) {
        out.writeBytes(item);
        return this;
    }

    byte[] toByteArray() {
        return out.toByteArray();
    }

    private CborWriter head(int major, long argument) {
        if (argument < 24) {
            out.write(major | (int) argument);
        } else if (argument < 1 << 8) {
            number(major | 24, argument, 1);
        } else if (argument < 1 << 16) {
            number(major | 25, argument, 2);
        } else if (argument < 1L << 32) {
            number(major | 26, argument, 4);
        } else {
            number(major | 27, argument, 8);
        }
        return this;
    }

    private void number(int initial, long argument, int length) {
        out.write(initial);
        for (int shift = 8 * (length - 1); shift >= 0; shift -= 8) {
            out.write((int) (argument >> shift));
        }
    }
}
