package dev.fiducia.attestation.azure;

import dev.fiducia.attestation.evidence.ByteCursor;
import dev.fiducia.attestation.evidence.RefusedException;
import dev.fiducia.crypto.HashAlgorithm;

import java.util.Arrays;

/// The paravisor's report, taken apart: the hardware's report, and the runtime data that it is
/// bound to by a hash.
///
/// Nothing in the two headers is signed. They say only where things lie; what they say of the kind
/// of hardware is compared with what the verifier is for.
final class HclReport {

    /// `HCLA` in the order of memory.
    private static final long SIGNATURE = 0x414C_4348L;

    private static final int HEADER_LENGTH = 32;
    private static final int HARDWARE_LENGTH = 1184;
    private static final int IGVM_HEADER_LENGTH = 20;
    private static final int MAX_VERSION = 2;
    private static final int ATTESTATION_REQUEST = 2;

    /// The guest reads it from an NV index of 2,600 bytes; later ones may be larger.
    static final int MAX_LENGTH = 16 << 10;

    /// The hardware that made the report inside, by the number in the report.
    enum Hardware {
        SNP(2),
        TDX(4);

        private final int reportType;

        Hardware(int reportType) {
            this.reportType = reportType;
        }
    }

    private final byte[] hardwareReport;
    private final byte[] runtimeData;
    private final HashAlgorithm hash;

    private HclReport(byte[] hardwareReport, byte[] runtimeData, HashAlgorithm hash) {
        this.hardwareReport = hardwareReport;
        this.runtimeData = runtimeData;
        this.hash = hash;
    }

    static HclReport parse(byte[] bytes, Hardware expected) throws RefusedException {
        ByteCursor in = ByteCursor.littleEndian(bytes, "hcl_report", "hcl-report-malformed");
        if (bytes.length > MAX_LENGTH) {
            throw in.malformed("has " + bytes.length + " bytes, more than " + MAX_LENGTH);
        }
        if (in.u32() != SIGNATURE) {
            throw in.malformed("does not begin with HCLA");
        }
        long version = in.u32();
        if (version < 1 || version > MAX_VERSION) {
            throw in.malformed("is of version " + version + ", which isn't known");
        }
        in.skip(4); // report_size: the lengths below say the same
        if (in.u32() != ATTESTATION_REQUEST) {
            throw in.malformed("is not an attestation report");
        }
        in.skip(HEADER_LENGTH - in.position());
        byte[] hardware = in.take(HARDWARE_LENGTH);
        return new HclReport(hardware, runtimeData(in, expected), hash(bytes));
    }

    private static byte[] runtimeData(ByteCursor in, Hardware expected) throws RefusedException {
        long dataSize = in.u32();
        in.skip(4); // version of this header
        long type = in.u32();
        if (type != expected.reportType) {
            throw in.malformed("holds hardware report type " + type + ", not one of " + expected);
        }
        in.skip(4); // the hash, read below
        long size = in.u32();
        if (dataSize != IGVM_HEADER_LENGTH + size) {
            throw in.malformed("contradicts itself on the length of its runtime data");
        }
        return in.take(size);
    }

    private static HashAlgorithm hash(byte[] bytes) throws RefusedException {
        ByteCursor in = ByteCursor.littleEndian(bytes, "hcl_report", "hcl-report-malformed");
        in.skip(HEADER_LENGTH + HARDWARE_LENGTH + 12);
        long type = in.u32();
        return switch ((int) Math.min(type, 4)) {
            case 1 -> HashAlgorithm.SHA256;
            case 2 -> HashAlgorithm.SHA384;
            case 3 -> HashAlgorithm.SHA512;
            default -> throw in.malformed("binds its runtime data with unknown hash " + type);
        };
    }

    /// The hardware's own report: of SNP the report, of TDX a TDREPORT that only the machine itself
    /// can check.
    byte[] hardwareReport() {
        return hardwareReport.clone();
    }

    /// The JSON text to the byte, as it was hashed.
    byte[] runtimeData() {
        return runtimeData.clone();
    }

    /// What the runtime data is bound to the hardware report with.
    HashAlgorithm hash() {
        return hash;
    }

    /// Whether report data of the hardware starts with this digest of the runtime data.
    static boolean startsWith(byte[] reportData, byte[] digest) {
        return reportData.length >= digest.length
                && Arrays.equals(reportData, 0, digest.length, digest, 0, digest.length);
    }
}
