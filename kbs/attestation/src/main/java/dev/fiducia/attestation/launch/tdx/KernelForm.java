package dev.fiducia.attestation.launch.tdx;

/// How the kernel is when firmware measures it.
public enum KernelForm {
    /// As in its file: recent QEMU, with an OVMF that asks for it so (edk2-stable202505 and later).
    ORIGINAL,

    /// With the setup header that QEMU fills in before it hands the kernel over: earlier ones.
    PATCHED
}
