package dev.fiducia.attestation.snp;

import dev.fiducia.attestation.evidence.RefusedException;
import dev.fiducia.crypto.CryptoSuite;

import java.util.Arrays;
import java.util.Optional;

/// The checks on a report, one method each; see section 4.3.4 of the specification for the first
/// nine.
final class SnpChecks {

    private static final long ECDSA_P384_SHA384 = 1;

    private final CryptoSuite crypto;

    SnpChecks(CryptoSuite crypto) {
        this.crypto = crypto;
    }

    void version(SnpReport report) throws RefusedException {
        if (!report.hasCpuid()) {
            throw SnpVersions.tooOld();
        }
    }

    SnpProduct product(SnpReport report) throws RefusedException {
        return report.product()
                .orElseThrow(() ->
                        RefusedException.at(
                                "snp-product-unknown",
                                String.format(
                                        "No product is known by CPU family 0x%02x, model 0x%02x",
                                        report.cpuFamily(), report.cpuModel()),
                                SnpReport.at(SnpReport.CPUID)));
    }

    void signatureAlgorithm(SnpReport report) throws RefusedException {
        if (report.signatureAlgorithm() != ECDSA_P384_SHA384) {
            throw RefusedException.at(
                    "snp-signature-algorithm",
                    "Signature algorithm "
                            + report.signatureAlgorithm()
                            + " is not ECDSA P-384 with SHA-384",
                    SnpReport.at(SnpReport.SIGNATURE_ALGORITHM));
        }
    }

    /// The report names the kind of key that signed it; a certificate of the other kind can't be
    /// right.
    void signingKey(SnpReport report, VekChain chain) throws RefusedException {
        if (report.keyInfo().signingKey().filter(type -> type == chain.type()).isEmpty()) {
            throw RefusedException.at(
                    "snp-key-mismatch",
                    "The report is not signed by a " + chain.type() + " as its certificate says",
                    SnpReport.at(SnpReport.KEY_INFO));
        }
    }

    void signature(SnpReport report, VekChain chain) throws RefusedException {
        if (!SnpSignatures.signed(chain.key(), report, crypto)) {
            throw RefusedException.at(
                    "snp-signature-invalid",
                    "The endorsement key did not sign this report",
                    SnpReport.at(SnpReport.SIGNATURE_R));
        }
    }

    void tcb(SnpReport report, VekChain chain) throws RefusedException {
        SnpTcb reported = report.reportedTcb();
        VekExtensions endorsed = chain.extensions();
        equal(reported.microcode(), endorsed.microcode(), "Microcode version mismatch");
        equal(reported.snp(), endorsed.snp(), "SNP version mismatch");
        equal(reported.tee(), endorsed.tee(), "TEE version mismatch");
        equal(reported.bootloader(), endorsed.bootloader(), "Boot loader version mismatch");
        if (reported.fmcLevel().isPresent()) {
            equal(reported.fmc(), endorsed.fmc().orElse(-1), "FMC version mismatch");
        }
    }

    /// A VCEK is for one chip. A VLEK is for many and names none; a platform may hide its chip id.
    void chip(SnpReport report, SnpProduct product, VekChain chain) throws RefusedException {
        if (chain.type() == VekType.VLEK || report.masksChipId()) {
            return;
        }
        byte[] chip = Arrays.copyOf(report.chipId(), product.hardwareIdLength());
        if (chain.extensions().hardwareId().filter(id -> Arrays.equals(id, chip)).isEmpty()) {
            throw RefusedException.at(
                    "snp-chip-mismatch",
                    "The VCEK is for another chip than the one that made the report",
                    SnpReport.at(SnpReport.CHIP_ID));
        }
    }

    void vmpl(SnpReport report) throws RefusedException {
        if (report.vmpl() != 0) {
            throw RefusedException.at(
                    "snp-vmpl",
                    "VMPL Check Failed: " + report.vmpl(),
                    SnpReport.at(SnpReport.VMPL));
        }
    }

    void reportData(SnpReport report, Optional<byte[]> expected) throws RefusedException {
        if (expected.isPresent() && !matches(expected.get(), report.reportData())) {
            throw RefusedException.at(
                    "report-data-mismatch",
                    "Report Data Mismatch",
                    SnpReport.at(SnpReport.REPORT_DATA));
        }
    }

    void hostData(SnpReport report, Optional<byte[]> expected) throws RefusedException {
        if (expected.isPresent() && !matches(expected.get(), report.hostData())) {
            throw RefusedException.at(
                    "init-data-mismatch", "Host Data Mismatch", SnpReport.at(SnpReport.HOST_DATA));
        }
    }

    /// A shorter value is padded with zeros to the field's length, a longer one is cut.
    private boolean matches(byte[] expected, byte[] field) {
        return crypto.constantTimeEquals(Arrays.copyOf(expected, field.length), field);
    }

    private static void equal(int reported, int endorsed, String otherwise)
            throws RefusedException {
        if (reported != endorsed) {
            throw RefusedException.at(
                    "snp-tcb-mismatch", otherwise, SnpReport.at(SnpReport.REPORTED_TCB));
        }
    }
}
