package dev.fiducia.attestation.launch.snp;

/// Who starts the guest. They differ in what vCPUs begin with and in how pages are given to it.
public enum Vmm {
    /// QEMU on KVM, and what starts guests as it does.
    QEMU(0x93, 0x8B, 0x0007_0406_0007_0406L, 0x1F80, 0x37F),

    /// Amazon EC2.
    EC2(0x92, 0x83, 0x0007_0406_0007_0406L, 0, 0),

    /// Google Compute Engine.
    GCE(0x93, 0x8B, 0x0007_0106L, 0, 0);

    private static final int CODE_SEGMENT = 0x9B;

    private final int stackSegment;
    private final int task;
    private final long pageAttributes;
    private final int mxcsr;
    private final int fpuControl;

    Vmm(int stackSegment, int task, long pageAttributes, int mxcsr, int fpuControl) {
        this.stackSegment = stackSegment;
        this.task = task;
        this.pageAttributes = pageAttributes;
        this.mxcsr = mxcsr;
        this.fpuControl = fpuControl;
    }

    /// Whether the type of the vCPUs is in what they begin with.
    public boolean tellsVcpuType() {
        return this == QEMU;
    }

    /// Attributes of the code segment; EC2 starts the first vCPU with a segment that was not
    /// accessed yet.
    int codeSegment(boolean isFirst) {
        return this == EC2 && isFirst ? CODE_SEGMENT & ~1 : CODE_SEGMENT;
    }

    int stackSegment() {
        return stackSegment;
    }

    int task() {
        return task;
    }

    long pageAttributes() {
        return pageAttributes;
    }

    int mxcsr() {
        return mxcsr;
    }

    int fpuControl() {
        return fpuControl;
    }
}
