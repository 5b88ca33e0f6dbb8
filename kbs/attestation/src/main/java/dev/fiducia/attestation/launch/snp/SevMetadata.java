package dev.fiducia.attestation.launch.snp;

import dev.fiducia.attestation.evidence.ByteCursor;
import dev.fiducia.attestation.evidence.RefusedException;
import dev.fiducia.attestation.launch.firmware.FirmwareImage;
import dev.fiducia.attestation.launch.firmware.FirmwareMetadata;
import dev.fiducia.attestation.launch.firmware.Guid;
import dev.fiducia.attestation.launch.firmware.MemoryRange;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The memory that firmware wants besides itself, in the order of its metadata, in which it is also
/// measured. Source: `OvmfPkg/ResetVector/X64/OvmfSevMetadata.asm`.
///
/// @param sections page-aligned, none overlapping another or the firmware
record SevMetadata(List<SevSection> sections) {

    private static final Guid POINTER = Guid.of("dc886566-984a-4798-a75e-5585a7bf67cc");
    private static final String NAME = "SEV metadata";
    private static final int ITEM = 12;
    private static final long MAX_MEMORY = 64L << 20;

    SevMetadata {
        sections = List.copyOf(sections);
    }

    static SevMetadata parse(FirmwareImage firmware) throws RefusedException {
        Optional<FirmwareMetadata> found = FirmwareMetadata.find(firmware, POINTER, NAME, "ASEV");
        if (found.isEmpty()) {
            throw RefusedException.of(
                    "snp-firmware-unfit",
                    "The firmware has no SEV metadata, so it can't be started as an SEV-SNP guest:"
                            + " give an OVMF that is built for SEV-SNP");
        }
        FirmwareMetadata table = found.get();
        ByteCursor in = table.rows();
        int count = table.count();
        if (table.length() < FirmwareMetadata.HEADER + count * ITEM) {
            throw in.malformed("has " + count + " sections in " + table.length() + " bytes");
        }
        List<SevSection> sections = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            sections.add(section(in));
        }
        MemoryRange.requireRoom(in, sections, firmware.base(), MAX_MEMORY);
        return new SevMetadata(sections);
    }

    /// The first section of a type.
    Optional<SevSection> first(SevSection.Type type) {
        return sections.stream().filter(section -> section.type() == type).findFirst();
    }

    private static SevSection section(ByteCursor in) throws RefusedException {
        long address = in.u32();
        long size = in.u32();
        long number = in.u32();
        for (SevSection.Type type : SevSection.Type.values()) {
            if (type.number() == number) {
                if (address % FirmwareImage.PAGE != 0
                        || size % FirmwareImage.PAGE != 0
                        || size == 0
                        || (type.isOnePage() && size != FirmwareImage.PAGE)) {
                    throw in.malformed(
                            String.format("has %s of 0x%x bytes at 0x%x", type, size, address));
                }
                return new SevSection(type, address, size);
            }
        }
        throw in.malformed(
                "has a section of unknown type "
                        + number
                        + ": how a VMM measures it is not known here, so a measurement would be a"
                        + " guess");
    }
}
