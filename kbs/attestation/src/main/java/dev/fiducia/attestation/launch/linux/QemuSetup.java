package dev.fiducia.attestation.launch.linux;

import dev.fiducia.attestation.evidence.RefusedException;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// The setup header as QEMU fills it in before it hands a kernel to firmware. Firmware measures the
/// kernel with it, so memory and initrd are in the kernel's hash. Source: QEMU's `x86_load_linux`,
/// machine q35.
public final class QemuSetup {

    private static final String CODE = "kernel-not-loadable";
    private static final int OLDEST = 0x202;
    private static final int LOADED_HIGH = 1;
    private static final int INITRD_ANYWHERE = 2;
    private static final int CAN_USE_HEAP = 0x80;
    private static final int QEMU = 0xB0;
    private static final long COMMAND_LINE = 0x20000;
    private static final long REAL_MODE = 0x10000;
    private static final long ACPI_DATA = 0x28000;
    private static final long SPLIT_FROM = 0xB000_0000L;
    private static final long SPLIT_AT = 0x8000_0000L;

    private QemuSetup() {}

    /// A copy of the image with the header filled in.
    ///
    /// @param memory of the guest, in bytes
    /// @param initrd length of the initrd, 0 without one
    public static byte[] patched(byte[] image, long memory, long initrd, String commandLine)
            throws RefusedException {
        SetupHeader header = SetupHeader.parse(image);
        if (header.protocol() < OLDEST || (header.loadFlags() & LOADED_HIGH) == 0) {
            throw RefusedException.of(CODE, "The kernel is too old to be loaded high");
        }
        if (commandLine.contains("vga=")) {
            throw RefusedException.of(
                    CODE,
                    "QEMU puts vga= of the command line into the kernel's header: leave it out");
        }
        byte[] copy = image.clone();
        ByteBuffer out = ByteBuffer.wrap(copy).order(ByteOrder.LITTLE_ENDIAN);
        out.put(0x210, (byte) QEMU);
        out.put(0x211, (byte) (header.loadFlags() | CAN_USE_HEAP));
        out.putInt(0x224, (int) (COMMAND_LINE - REAL_MODE - 0x200));
        out.putInt(0x228, (int) COMMAND_LINE);
        if (initrd > 0) {
            long end = highest(header, memory);
            if (initrd >= end) {
                throw RefusedException.of(
                        CODE,
                        "An initrd of "
                                + initrd
                                + " bytes has no room in "
                                + memory
                                + " bytes of memory: is the memory given in bytes, or with a unit?");
            }
            out.putInt(0x218, (int) ((end - initrd) & ~0xFFFL));
            out.putInt(0x21C, (int) initrd);
        }
        return copy;
    }

    /// Where the initrd ends at most: what the kernel can take, below what ACPI needs.
    private static long highest(SetupHeader header, long memory) throws RefusedException {
        long low = Math.min(memory, memory >= SPLIT_FROM ? SPLIT_AT : SPLIT_FROM);
        long free = low - ACPI_DATA;
        if (free <= 0) {
            throw RefusedException.of(CODE, "A guest has more memory than " + memory + " bytes");
        }
        long most =
                (header.xLoadFlags() & INITRD_ANYWHERE) != 0 ? 0xFFFF_FFFFL : header.initrdMax();
        return most >= free ? free - 1 : most;
    }
}
