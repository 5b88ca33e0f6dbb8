package dev.fiducia.attestation.launch.linux;

import dev.fiducia.attestation.evidence.ByteCursor;
import dev.fiducia.attestation.evidence.RefusedException;

/// The setup header of a bzImage: how a boot loader talks to the kernel.
///
/// @param protocol version of the boot protocol, such as 0x20f
/// @param loadFlags `loadflags`
/// @param xLoadFlags `xloadflags`, 0 below protocol 2.12
/// @param initrdMax highest address of an initrd's last byte, 0 below protocol 2.03
public record SetupHeader(int protocol, int loadFlags, int xLoadFlags, long initrdMax) {

    /// As much of an image as has to be known.
    public static final int LENGTH = 0x268;

    private static final String CODE = "kernel-malformed";
    private static final int BOOT_FLAG = 0x1FE;
    private static final int BOOT_FLAG_VALUE = 0xAA55;
    private static final int MAGIC = 0x202;
    private static final long HDRS = 0x5372_6448L;

    /// Refuses what neither a boot loader nor UEFI would start. Firmware takes any PE image that a
    /// VMM hands over as kernel, a unified kernel image too.
    ///
    /// @param image the image, or at least its first [#LENGTH] bytes
    public static void requireBootable(byte[] image) throws RefusedException {
        if (image.length < 2 || image[0] != 'M' || image[1] != 'Z') {
            parse(image);
        }
    }

    /// Reads the header of a kernel image.
    ///
    /// @param image the image, or at least its first [#LENGTH] bytes
    public static SetupHeader parse(byte[] image) throws RefusedException {
        ByteCursor in = ByteCursor.littleEndian(image, "kernel", CODE);
        if (image.length < LENGTH) {
            throw in.malformed(
                    "has " + image.length + " bytes, too few for a bzImage: give the vmlinuz file");
        }
        in.skip(BOOT_FLAG);
        int flag = in.u16();
        in.skip(MAGIC - in.position());
        if (flag != BOOT_FLAG_VALUE || in.u32() != HDRS) {
            throw in.malformed(
                    "is no bzImage (it has no HdrS): give the vmlinuz file, neither an ELF vmlinux"
                            + " nor a compressed copy");
        }
        int protocol = in.u16();
        in.skip(0x211 - in.position());
        int loadFlags = in.u8();
        in.skip(0x22C - in.position());
        long initrdMax = protocol >= 0x203 ? in.u32() : 0;
        in.skip(0x236 - in.position());
        int xLoadFlags = protocol >= 0x20C ? in.u16() : 0;
        return new SetupHeader(protocol, loadFlags, xLoadFlags, initrdMax);
    }
}
