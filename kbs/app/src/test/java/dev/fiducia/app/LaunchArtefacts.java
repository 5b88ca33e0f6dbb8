package dev.fiducia.app;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/// The least that is taken for firmware, a kernel and a unified kernel image.
final class LaunchArtefacts {
    private static final int PAGE = 4096;

    private LaunchArtefacts() {}

    /// One page with metadata for SEV-SNP, with room for a kernel's hashes, and for TDX.
    static byte[] firmware() {
        ByteBuffer out = ByteBuffer.allocate(PAGE).order(ByteOrder.LITTLE_ENDIAN);
        out.position(PAGE - 0x800).putInt(0x5645_5341).putInt(28).putInt(1).putInt(1);
        out.putInt(0x810000).putInt(0x1000).putInt(0x10);
        out.position(PAGE - 0x600).putInt(0x4656_4454).putInt(48).putInt(1).putInt(1);
        out.putInt(0).putInt(PAGE).putLong(0xFFFF_F000L).putLong(PAGE).putInt(0).putInt(1);
        int end = PAGE - 32;
        end = entry(out, end, "96b582de-1fb2-45f7-baea-a366c55a082d", 18 + 3 * 22);
        end = entry(out, end, "dc886566-984a-4798-a75e-5585a7bf67cc", 22, 0x800);
        end = entry(out, end, "e47a6535-984a-4798-865e-4685a7bf8ec2", 22, 0x600);
        entry(out, end, "7255371f-3a3b-4b04-927b-1da6efa8d454", 22, 0x810C00);
        return out.array();
    }

    /// A kernel that UEFI could start, too.
    static byte[] kernel() {
        byte[] image = pe(".setup", "kernel".getBytes(StandardCharsets.US_ASCII));
        ByteBuffer out = ByteBuffer.wrap(image).order(ByteOrder.LITTLE_ENDIAN);
        out.putShort(0x1FE, (short) 0xAA55)
                .putInt(0x202, 0x5372_6448)
                .putShort(0x206, (short) 0x20F);
        out.put(0x211, (byte) 1).putInt(0x22C, 0x7FFF_FFFF);
        return image;
    }

    static byte[] uki() {
        return pe(".linux", kernel());
    }

    private static byte[] pe(String name, byte[] content) {
        int padded = (content.length + 511) & ~511;
        ByteBuffer out = ByteBuffer.allocate(0x400 + padded).order(ByteOrder.LITTLE_ENDIAN);
        out.putShort(0, (short) 0x5A4D).putInt(0x3C, 0x40).putInt(0x40, 0x4550);
        out.putShort(0x46, (short) 1).putShort(0x54, (short) 0xF0);
        out.putShort(0x58, (short) 0x20B).putInt(0x58 + 60, 0x400).putInt(0x58 + 108, 16);
        out.put(0x148, name.getBytes(StandardCharsets.US_ASCII)).putInt(0x150, content.length);
        out.putInt(0x158, padded).putInt(0x15C, 0x400).put(0x400, content);
        return out.array();
    }

    private static int entry(ByteBuffer out, int end, String guid, int length, int... numbers) {
        int start = end - 18 - 4 * numbers.length;
        out.position(start);
        for (int number : numbers) {
            out.putInt(number);
        }
        UUID value = UUID.fromString(guid);
        long high = value.getMostSignificantBits();
        out.putShort((short) length).putInt((int) (high >>> 32));
        out.putShort((short) (high >>> 16)).putShort((short) high);
        out.putLong(Long.reverseBytes(value.getLeastSignificantBits()));
        return start;
    }
}
