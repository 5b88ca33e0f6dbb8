package dev.fiducia.attestation.launch.tdx;

import dev.fiducia.attestation.launch.firmware.FirmwareBuilder;
import dev.fiducia.attestation.launch.firmware.Guid;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/// Firmware with the TDX metadata that OVMF has, on a smaller scale.
final class TdxFirmware {
    static final String METADATA = "e47a6535-984a-4798-865e-4685a7bf8ec2";
    static final String MARK = "e9eaf9f3-168e-44d5-a8eb-7f4d8738f6ae";
    static final int METADATA_AT = 0x800;
    static final int PAGES = 8;

    /// Offset, size of data, address, size, type, attributes.
    static final List<long[]> OVMF =
            List.of(
                    new long[] {0x2000, 0x6000, 0xFFFF_A000L, 0x6000, 0, 1},
                    new long[] {0, 0x2000, 0xFFFF_8000L, 0x2000, 1, 0},
                    new long[] {0, 0, 0x810000, 0x10000, 3, 0},
                    new long[] {0, 0, 0x80B000, 0x2000, 3, 0},
                    new long[] {0, 0, 0x809000, 0x2000, 2, 0},
                    new long[] {0, 0, 0x800000, 0x6000, 3, 0});

    private TdxFirmware() {}

    static FirmwareBuilder ovmf() {
        return of(OVMF);
    }

    static FirmwareBuilder of(List<long[]> sections) {
        ByteBuffer out =
                ByteBuffer.allocate(16 + 32 * sections.size()).order(ByteOrder.LITTLE_ENDIAN);
        out.putInt(0x4656_4454).putInt(out.capacity()).putInt(1).putInt(sections.size());
        for (long[] section : sections) {
            out.putInt((int) section[0]).putInt((int) section[1]);
            out.putLong(section[2]).putLong(section[3]);
            out.putInt((int) section[4]).putInt((int) section[5]);
        }
        return FirmwareBuilder.ofPages(PAGES)
                .fromEnd(METADATA_AT + Guid.LENGTH, Guid.of(MARK).stored())
                .fromEnd(METADATA_AT, out.array())
                .numbers(METADATA, METADATA_AT);
    }
}
