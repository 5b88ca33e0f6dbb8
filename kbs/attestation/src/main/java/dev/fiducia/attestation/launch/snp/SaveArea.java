package dev.fiducia.attestation.launch.snp;

import dev.fiducia.attestation.launch.firmware.FirmwareImage;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// The page that holds a vCPU's registers before it runs (VMSA). Source: AMD64 manual, volume 2,
/// table B-4; offsets are those of the table.
final class SaveArea {

    /// Where x86 begins after a reset.
    static final long RESET = 0xFFFF_FFF0L;

    /// EC2 and GCE give every guest this in RDX, whatever the vCPU's type.
    static final long OTHER_VMMS_RDX = 0x600;

    private static final int DATA_SEGMENT = 0x93;
    private static final int LOCAL_TABLE = 0x82;
    private static final int CODE_SELECTOR = 0xF000;

    private SaveArea() {}

    /// @param start where the vCPU begins: [#RESET], or what firmware wants for all but the first
    /// @param features SEV_FEATURES
    static byte[] page(long start, Vmm vmm, long rdx, long features) {
        ByteBuffer page = ByteBuffer.allocate(FirmwareImage.PAGE).order(ByteOrder.LITTLE_ENDIAN);
        segments(page, start, vmm);
        page.putLong(0x0D0, 0x1000); // EFER: SVME, which KVM sets
        page.putLong(0x148, 0x40); // CR4: MCE
        page.putLong(0x158, 0x10); // CR0: ET
        page.putLong(0x160, 0x400); // DR7
        page.putLong(0x168, 0xFFFF_0FF0L); // DR6
        page.putLong(0x170, 0x2); // RFLAGS
        page.putLong(0x178, start & 0xFFFF); // RIP
        page.putLong(0x268, vmm.pageAttributes()); // PAT
        page.putLong(0x310, rdx);
        page.putLong(0x3B0, features);
        page.putLong(0x3E8, 0x1); // XCR0
        page.putInt(0x408, vmm.mxcsr());
        page.putShort(0x410, (short) vmm.fpuControl());
        return page.array();
    }

    private static void segments(ByteBuffer page, long start, Vmm vmm) {
        segment(page, 0x00, 0, DATA_SEGMENT, 0); // ES
        segment(page, 0x10, CODE_SELECTOR, vmm.codeSegment(start == RESET), start & 0xFFFF_0000L);
        segment(page, 0x20, 0, vmm.stackSegment(), 0);
        segment(page, 0x30, 0, DATA_SEGMENT, 0); // DS
        segment(page, 0x40, 0, DATA_SEGMENT, 0); // FS
        segment(page, 0x50, 0, DATA_SEGMENT, 0); // GS
        segment(page, 0x60, 0, 0, 0); // GDTR
        segment(page, 0x70, 0, LOCAL_TABLE, 0); // LDTR
        segment(page, 0x80, 0, 0, 0); // IDTR
        segment(page, 0x90, 0, vmm.task(), 0); // TR
    }

    private static void segment(ByteBuffer page, int at, int selector, int attributes, long base) {
        page.putShort(at, (short) selector);
        page.putShort(at + 2, (short) attributes);
        page.putInt(at + 4, 0xFFFF);
        page.putLong(at + 8, base);
    }
}
