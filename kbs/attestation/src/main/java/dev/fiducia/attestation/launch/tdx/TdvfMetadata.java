package dev.fiducia.attestation.launch.tdx;

import dev.fiducia.attestation.evidence.ByteCursor;
import dev.fiducia.attestation.evidence.RefusedException;
import dev.fiducia.attestation.launch.firmware.FirmwareImage;
import dev.fiducia.attestation.launch.firmware.FirmwareMetadata;
import dev.fiducia.attestation.launch.firmware.Guid;
import dev.fiducia.attestation.launch.firmware.MemoryRange;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a TD is built of, in the order in which it is added and measured. Source: TDVF design
/// guide, chapter 11; `OvmfPkg/ResetVector/X64/IntelTdxMetadata.asm`.
///
/// @param sections page-aligned, none overlapping another
record TdvfMetadata(List<TdvfSection> sections) {

    private static final Guid POINTER = Guid.of("e47a6535-984a-4798-865e-4685a7bf8ec2");
    private static final String NAME = "TDX metadata";
    private static final int ITEM = 32;
    private static final long MAX_MEMORY = 256L << 20;
    private static final long MAX_ADDRESS = 1L << 52;
    private static final long MEASURED = 1;
    private static final long ADDED_LATER = 2;

    TdvfMetadata {
        sections = List.copyOf(sections);
    }

    static TdvfMetadata parse(FirmwareImage firmware) throws RefusedException {
        Optional<FirmwareMetadata> found = FirmwareMetadata.find(firmware, POINTER, NAME, "TDVF");
        if (found.isEmpty()) {
            throw RefusedException.of(
                    "tdx-firmware-unfit",
                    "The firmware has no TDX metadata, so no TD can be built of it: give an OVMF"
                            + " that is built for TDX (OVMF.inteltdx.fd)");
        }
        FirmwareMetadata table = found.get();
        ByteCursor in = table.rows();
        int count = table.count();
        if (count == 0 || table.length() != FirmwareMetadata.HEADER + count * ITEM) {
            throw in.malformed("has " + count + " sections in " + table.length() + " bytes");
        }
        List<TdvfSection> sections = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            sections.add(section(in, firmware));
        }
        MemoryRange.requireRoom(in, sections, Long.MAX_VALUE, MAX_MEMORY);
        return new TdvfMetadata(sections);
    }

    private static TdvfSection section(ByteCursor in, FirmwareImage firmware)
            throws RefusedException {
        long dataOffset = in.u32();
        long dataSize = in.u32();
        long address = in.u64();
        long size = in.u64();
        long number = in.u32();
        long attributes = in.u32();
        TdvfSection.Type[] types = TdvfSection.Type.values();
        if (number >= types.length || (attributes & ~(MEASURED | ADDED_LATER)) != 0) {
            throw in.malformed(
                    String.format(
                            "has a section of type %d with attributes 0x%x, which is not known here",
                            number, attributes));
        }
        if (address < 0
                || address > MAX_ADDRESS
                || size <= 0
                || size > MAX_MEMORY
                || address % FirmwareImage.PAGE != 0
                || size % FirmwareImage.PAGE != 0
                || dataSize > size) {
            throw in.malformed(
                    String.format(
                            "has a section of 0x%x bytes (0x%x of data) at 0x%x",
                            size, dataSize, address));
        }
        TdvfSection section =
                new TdvfSection(
                        types[(int) number],
                        dataOffset,
                        dataSize,
                        address,
                        size,
                        (attributes & MEASURED) != 0,
                        (attributes & ADDED_LATER) != 0);
        requireSense(in, section, firmware);
        return section;
    }

    /// Measured content has to be in the image, all of it: VMMs differ in what they put where an
    /// image has nothing.
    private static void requireSense(ByteCursor in, TdvfSection section, FirmwareImage firmware)
            throws RefusedException {
        TdvfSection.Type type = section.type();
        if (section.isMeasured() && section.isAddedLater()) {
            throw in.malformed("has a section that is measured, yet added later");
        }
        if (section.isMeasured() && !type.isInImage()) {
            throw in.malformed(
                    "measures "
                            + type
                            + ", whose content is not in the image: MRTD can't be worked out from"
                            + " this firmware alone");
        }
        if (!type.isInImage() && section.dataSize() != 0) {
            throw in.malformed("has data for " + type + ", which VMMs refuse");
        }
        if (section.isMeasured() && section.dataSize() != section.size()) {
            throw in.malformed("measures more of " + type + " than the image has");
        }
        if (section.dataOffset() + section.dataSize() > firmware.length()) {
            throw in.malformed(
                    "wants data that is not in the image: give the whole OVMF.fd, with its variables,"
                            + " not OVMF_CODE.fd");
        }
    }
}
