package dev.fiducia.attestation.launch.pe;

/// A section of a PE image.
///
/// @param name without padding
/// @param memorySize bytes in memory (`VirtualSize`)
/// @param offset in the file
/// @param fileSize bytes in the file (`SizeOfRawData`), often padded
public record PeSection(String name, long memorySize, long offset, long fileSize) {

    /// Whether all that it has in memory is in the file.
    public boolean isInFile() {
        return memorySize <= fileSize;
    }

    /// Bytes in memory that come from the file.
    long backed() {
        return Math.min(memorySize, fileSize);
    }

    long end() {
        return offset + fileSize;
    }
}
