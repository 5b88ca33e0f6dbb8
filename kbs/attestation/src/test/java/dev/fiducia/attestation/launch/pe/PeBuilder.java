package dev.fiducia.attestation.launch.pe;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Makes images that UEFI could start.
public final class PeBuilder {
    /// Bytes of all headers.
    public static final int HEADERS = 0x400;

    static final int PE = 0x40;
    static final int OPTIONAL = PE + 24;
    static final int CHECKSUM = OPTIONAL + 64;
    static final int CERTIFICATES = OPTIONAL + 112 + 4 * 8;
    static final int SECTIONS = OPTIONAL + 240;

    private final List<Part> parts = new ArrayList<>();
    private byte[] certificates = new byte[0];

    @SuppressWarnings("ArrayRecordComponent") // in here alone, neither changed nor compared
    private record Part(String name, byte[] content, int memorySize) {}

    /// With all of its content in memory.
    public PeBuilder section(String name, byte[] content) {
        return section(name, content, content.length);
    }

    public PeBuilder section(String name, byte[] content, int memorySize) {
        parts.add(new Part(name, content, memorySize));
        return this;
    }

    public PeBuilder section(String name, String content) {
        return section(name, content.getBytes(StandardCharsets.UTF_8));
    }

    public PeBuilder certificates(byte[] content) {
        certificates = content;
        return this;
    }

    public byte[] bytes() {
        int length = HEADERS;
        for (Part part : parts) {
            length += padded(part.content().length);
        }
        ByteBuffer out =
                ByteBuffer.allocate(length + certificates.length).order(ByteOrder.LITTLE_ENDIAN);
        out.putShort(0, (short) 0x5A4D).putInt(0x3C, PE).putInt(PE, 0x4550);
        out.putShort(PE + 4, (short) 0x8664).putShort(PE + 6, (short) parts.size());
        out.putShort(PE + 20, (short) 240);
        out.putShort(OPTIONAL, (short) 0x20B).putInt(OPTIONAL + 60, HEADERS);
        out.putInt(CHECKSUM, 0x1234).putInt(OPTIONAL + 108, 16);
        if (certificates.length > 0) {
            out.putInt(CERTIFICATES, length).putInt(CERTIFICATES + 4, certificates.length);
        }
        int at = HEADERS;
        for (int i = 0; i < parts.size(); i++) {
            at = put(out, SECTIONS + 40 * i, parts.get(i), at);
        }
        out.put(length, certificates);
        return out.array();
    }

    private static int put(ByteBuffer out, int header, Part part, int at) {
        out.put(header, part.name().getBytes(StandardCharsets.US_ASCII));
        out.putInt(header + 8, part.memorySize()).putInt(header + 12, at);
        out.putInt(header + 16, padded(part.content().length)).putInt(header + 20, at);
        out.put(at, part.content());
        return at + padded(part.content().length);
    }

    private static int padded(int length) {
        return (length + 0x1FF) & ~0x1FF;
    }
}
