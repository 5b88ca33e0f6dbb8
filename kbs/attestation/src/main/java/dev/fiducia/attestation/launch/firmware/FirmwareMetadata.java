package dev.fiducia.attestation.launch.firmware;

import dev.fiducia.attestation.evidence.ByteCursor;
import dev.fiducia.attestation.evidence.RefusedException;

import java.util.Optional;

/// A table in firmware that tells a VMM what memory to give it: a header, and a row for each piece.
/// Those for SEV and for TDX begin alike.
///
/// @param rows is at the first row
/// @param length of header and rows, as the header has it
/// @param count of rows, at most 64
public record FirmwareMetadata(ByteCursor rows, long length, int count) {

    /// Bytes of the header: signature, length, version, count.
    public static final int HEADER = 16;

    private static final int MAX_ROWS = 64;

    /// The table of version 1 that a pointer at the firmware's end leads to, if it has the pointer.
    ///
    /// @param name of the table, for people
    /// @param signature four letters
    public static Optional<FirmwareMetadata> find(
            FirmwareImage firmware, Guid pointer, String name, String signature)
            throws RefusedException {
        Optional<Long> distance = firmware.number(pointer, "pointer to the " + name);
        if (distance.isEmpty()) {
            return Optional.empty();
        }
        ByteCursor in = firmware.fromEnd(distance.get(), name);
        long found = in.u32();
        long length = in.u32();
        long version = in.u32();
        long count = in.u32();
        if (found != number(signature) || version != 1) {
            throw in.malformed("is not of version 1 (signature " + signature + ")");
        }
        if (count > MAX_ROWS) {
            throw in.malformed("has " + count + " sections in " + length + " bytes");
        }
        return Optional.of(new FirmwareMetadata(in, length, (int) count));
    }

    private static long number(String signature) {
        long number = 0;
        for (int i = signature.length() - 1; i >= 0; i--) {
            number = number << Byte.SIZE | signature.charAt(i);
        }
        return number;
    }
}
