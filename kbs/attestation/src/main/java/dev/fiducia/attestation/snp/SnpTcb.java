package dev.fiducia.attestation.snp;

import dev.fiducia.attestation.evidence.RefusedException;

import java.util.OptionalInt;

/// The security patch levels of a platform's firmware parts.
///
/// @param layout which of the two byte orders of the manual it was read with
/// @param fmc firmware of the management controller; 0 where the layout has none
public record SnpTcb(Layout layout, int fmc, int bootloader, int tee, int snp, int microcode) {

    /// Length of an encoded TCB version.
    static final int LENGTH = 8;

    /// Where the bytes of a TCB version lie.
    public enum Layout {
        /// Milan and Genoa: bootloader, tee, 4 reserved, snp, microcode.
        CLASSIC,
        /// Turin: fmc, bootloader, tee, snp, 3 reserved, microcode.
        TURIN;

        /// The layout that processors of a CPUID family use.
        public static Layout ofFamily(int family) {
            return family == SnpProduct.FAMILY_1A ? TURIN : CLASSIC;
        }
    }

    static SnpTcb read(byte[] report, int offset, Layout layout) throws RefusedException {
        return switch (layout) {
            case CLASSIC -> {
                SnpReport.requireZero(report, offset + 2, 4);
                yield new SnpTcb(
                        layout,
                        0,
                        u8(report, offset),
                        u8(report, offset + 1),
                        u8(report, offset + 6),
                        u8(report, offset + 7));
            }
            case TURIN -> {
                SnpReport.requireZero(report, offset + 4, 3);
                yield new SnpTcb(
                        layout,
                        u8(report, offset),
                        u8(report, offset + 1),
                        u8(report, offset + 2),
                        u8(report, offset + 3),
                        u8(report, offset + 7));
            }
        };
    }

    /// The eight bytes as they stand in a report.
    public byte[] encode() {
        return switch (layout) {
            case CLASSIC ->
                    new byte[] {
                        (byte) bootloader, (byte) tee, 0, 0, 0, 0, (byte) snp, (byte) microcode
                    };
            case TURIN ->
                    new byte[] {
                        (byte) fmc,
                        (byte) bootloader,
                        (byte) tee,
                        (byte) snp,
                        0,
                        0,
                        0,
                        (byte) microcode
                    };
        };
    }

    /// The management controller's level, where the platform has one.
    public OptionalInt fmcLevel() {
        return layout == Layout.TURIN ? OptionalInt.of(fmc) : OptionalInt.empty();
    }

    private static int u8(byte[] bytes, int offset) {
        return Byte.toUnsignedInt(bytes[offset]);
    }
}
