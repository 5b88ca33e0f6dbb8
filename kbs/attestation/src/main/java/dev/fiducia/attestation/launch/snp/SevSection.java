package dev.fiducia.attestation.launch.snp;

import dev.fiducia.attestation.launch.firmware.MemoryRange;

/// Memory that firmware wants to have at its start.
///
/// @param address guest-physical, a whole page
/// @param size in bytes, whole pages
record SevSection(Type type, long address, long size) implements MemoryRange {

    /// What the memory is for.
    enum Type {
        /// Zeros for the firmware's first steps.
        SEC_MEM(1),
        /// Where the security processor puts the guest's secrets.
        SECRETS(2),
        /// CPUID as the security processor checked it.
        CPUID(3),
        /// The calling area of a secure VM service module.
        SVSM_CALLING_AREA(4),
        /// Hashes of kernel, initrd and command line.
        KERNEL_HASHES(0x10);

        private final int number;

        Type(int number) {
            this.number = number;
        }

        int number() {
            return number;
        }

        /// Whether it is one page by its nature.
        boolean isOnePage() {
            return this == SECRETS || this == CPUID || this == KERNEL_HASHES;
        }
    }

    boolean contains(long other, long length) {
        return other >= address && other + length <= end();
    }
}
