package dev.fiducia.attestation.launch.tdx;

import dev.fiducia.attestation.launch.firmware.MemoryRange;

/// Memory that a TD begins with.
///
/// @param dataOffset where its content is in the image
/// @param dataSize bytes of it in the image
/// @param address guest-physical, a whole page
/// @param size bytes in memory, whole pages
/// @param isMeasured whether its content is measured (MR.EXTEND), not only its place
/// @param isAddedLater whether it is no part of the build (PAGE.AUG)
record TdvfSection(
        Type type,
        long dataOffset,
        long dataSize,
        long address,
        long size,
        boolean isMeasured,
        boolean isAddedLater)
        implements MemoryRange {

    /// What it is for, by the number of the metadata.
    enum Type {
        BOOT_FIRMWARE,
        CONFIGURATION,
        TD_HOB,
        TEMPORARY,
        PERMANENT,
        PAYLOAD,
        PAYLOAD_PARAMETERS;

        /// Whether its content comes from the image, and not from the VMM or from nowhere.
        boolean isInImage() {
            return this == BOOT_FIRMWARE || this == CONFIGURATION;
        }
    }
}
