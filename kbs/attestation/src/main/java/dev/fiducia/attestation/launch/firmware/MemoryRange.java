package dev.fiducia.attestation.launch.firmware;

import dev.fiducia.attestation.evidence.ByteCursor;
import dev.fiducia.attestation.evidence.RefusedException;

import java.util.Comparator;
import java.util.List;

/// Guest memory that firmware wants for something.
public interface MemoryRange {

    /// Where it begins, guest-physical.
    long address();

    /// Its bytes.
    long size();

    /// Where it ends: the first address behind it.
    default long end() {
        return address() + size();
    }

    /// Refuses ranges that overlap: a page can be given to a guest once only, so a VMM fails there.
    ///
    /// @param in where they were read
    /// @param limit what they have to end below, or at
    /// @param most bytes of all
    static void requireRoom(
            ByteCursor in, List<? extends MemoryRange> ranges, long limit, long most)
            throws RefusedException {
        long total = 0;
        long end = 0;
        for (MemoryRange range :
                ranges.stream().sorted(Comparator.comparingLong(MemoryRange::address)).toList()) {
            if (range.address() < end || range.end() > limit) {
                throw in.malformed(
                        String.format(
                                "has a section at 0x%x that overlaps another or the firmware",
                                range.address()));
            }
            end = range.end();
            total += range.size();
        }
        if (total > most) {
            throw in.malformed("wants " + total + " bytes of memory");
        }
    }
}
