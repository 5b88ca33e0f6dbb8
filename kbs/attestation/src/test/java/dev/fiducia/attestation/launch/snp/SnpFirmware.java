package dev.fiducia.attestation.launch.snp;

import dev.fiducia.attestation.launch.firmware.FirmwareBuilder;

import java.util.ArrayList;
import java.util.List;

/// Firmware with the SEV metadata that OVMF has.
final class SnpFirmware {
    static final String RESET_BLOCK = "00f771de-1a7e-4fcb-890e-68c77e2fb44e";
    static final String HASH_TABLE = "7255371f-3a3b-4b04-927b-1da6efa8d454";
    static final String METADATA = "dc886566-984a-4798-a75e-5585a7bf67cc";
    static final int METADATA_AT = 0x600;

    /// Memory of an OVMF built from AmdSev (edk2-stable202402 and later): address, size, type.
    static final List<long[]> AMD_SEV =
            List.of(
                    new long[] {0x800000, 0x9000, 1},
                    new long[] {0x80A000, 0x3000, 1},
                    new long[] {0x80D000, 0x1000, 2},
                    new long[] {0x80E000, 0x1000, 3},
                    new long[] {0x80F000, 0x1000, 4},
                    new long[] {0x810000, 0x1000, 0x10},
                    new long[] {0x811000, 0xF000, 1});

    private SnpFirmware() {}

    /// Checks the hashes of a kernel.
    static FirmwareBuilder amdSev() {
        return of(AMD_SEV).numbers(RESET_BLOCK, 0x80B004).numbers(HASH_TABLE, 0x810C00, 0x400);
    }

    /// Boots any kernel.
    static FirmwareBuilder plain() {
        List<long[]> sections = new ArrayList<>(AMD_SEV.subList(0, 5));
        sections.add(new long[] {0x810000, 0x10000, 1});
        return of(sections).numbers(RESET_BLOCK, 0x80B004).numbers(HASH_TABLE, 0, 0);
    }

    static FirmwareBuilder of(List<long[]> sections) {
        long[] words = new long[4 + 3 * sections.size()];
        words[0] = 0x5645_5341L;
        words[1] = 4L * words.length;
        words[2] = 1;
        words[3] = sections.size();
        for (int i = 0; i < sections.size(); i++) {
            System.arraycopy(sections.get(i), 0, words, 4 + 3 * i, 3);
        }
        return FirmwareBuilder.ofPages(4)
                .fromEnd(METADATA_AT, FirmwareBuilder.words(words))
                .numbers(METADATA, METADATA_AT);
    }
}
