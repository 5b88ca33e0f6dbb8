package dev.fiducia.attestation.snp;

import java.util.HexFormat;
import java.util.Locale;

/// Which VCEK certificate is wanted: those of a chip at a firmware level never change.
///
/// @param product the processor generation
/// @param hardwareId hex of the leading bytes of CHIP_ID that identify the chip
/// @param tcb the reported level
public record VcekRequest(SnpProduct product, String hardwareId, SnpTcb tcb) {

    static VcekRequest of(SnpProduct product, SnpReport report) {
        String chip = HexFormat.of().formatHex(report.chipId(), 0, product.hardwareIdLength());
        return new VcekRequest(product, chip, report.reportedTcb());
    }

    /// Path and query at AMD's key distribution service.
    String kdsPath() {
        String fmc =
                tcb.fmcLevel().isPresent()
                        ? String.format(Locale.ROOT, "fmcSPL=%02d&", tcb.fmc())
                        : "";
        return String.format(
                Locale.ROOT,
                "/vcek/v1/%s/%s?%sblSPL=%02d&teeSPL=%02d&snpSPL=%02d&ucodeSPL=%02d",
                product.label(),
                hardwareId,
                fmc,
                tcb.bootloader(),
                tcb.tee(),
                tcb.snp(),
                tcb.microcode());
    }

    /// Name of the file in an offline store.
    String fileName() {
        String fmc =
                tcb.fmcLevel().isPresent() ? String.format(Locale.ROOT, "_fmc%02d", tcb.fmc()) : "";
        return String.format(
                Locale.ROOT,
                "bl%02d_tee%02d_snp%02d_ucode%02d%s_vcek.der",
                tcb.bootloader(),
                tcb.tee(),
                tcb.snp(),
                tcb.microcode(),
                fmc);
    }
}
