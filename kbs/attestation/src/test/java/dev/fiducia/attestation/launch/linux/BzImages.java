package dev.fiducia.attestation.launch.linux;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// Makes the least that boot loaders take for a kernel.
public final class BzImages {
    private BzImages() {}

    /// Marks an image as a kernel of protocol 2.15 that may be loaded anywhere.
    public static byte[] marked(byte[] image) {
        ByteBuffer out = ByteBuffer.wrap(image).order(ByteOrder.LITTLE_ENDIAN);
        out.putShort(0x1FE, (short) 0xAA55);
        out.putInt(0x202, 0x5372_6448);
        out.putShort(0x206, (short) 0x20F);
        out.put(0x211, (byte) 1);
        out.putInt(0x22C, 0x7FFF_FFFF);
        out.putShort(0x236, (short) 0x7F);
        return image;
    }
}
