package dev.fiducia.attestation.snp;

import dev.fiducia.attestation.evidence.RefusedException;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/// An attestation report of version 2 to 5, parsed and complete, but not yet believed.
///
/// The bytes are kept as they were signed; every value is read from them. Reserved bytes must be
/// zero, as the manual has them: a report that uses them is of a version that isn't known here.
public final class SnpReport {

    /// Length of a report in bytes.
    public static final int LENGTH = 0x4A0;

    /// The signature covers everything before this offset.
    static final int SIGNED_LENGTH = 0x2A0;

    static final int REPORT_DATA_LENGTH = 64;
    static final int HOST_DATA_LENGTH = 32;

    static final int VERSION = 0x000;
    static final int GUEST_SVN = 0x004;
    static final int POLICY = 0x008;
    static final int FAMILY_ID = 0x010;
    static final int IMAGE_ID = 0x020;
    static final int VMPL = 0x030;
    static final int SIGNATURE_ALGORITHM = 0x034;
    static final int CURRENT_TCB = 0x038;
    static final int PLATFORM_INFO = 0x040;
    static final int KEY_INFO = 0x048;
    static final int REPORT_DATA = 0x050;
    static final int MEASUREMENT = 0x090;
    static final int HOST_DATA = 0x0C0;
    static final int ID_KEY_DIGEST = 0x0E0;
    static final int AUTHOR_KEY_DIGEST = 0x110;
    static final int REPORT_ID = 0x140;
    static final int REPORT_ID_MA = 0x160;
    static final int REPORTED_TCB = 0x180;
    static final int CPUID = 0x188;
    static final int CHIP_ID = 0x1A0;
    static final int COMMITTED_TCB = 0x1E0;
    static final int CURRENT_VERSION = 0x1E8;
    static final int COMMITTED_VERSION = 0x1EC;
    static final int LAUNCH_TCB = 0x1F0;
    static final int LAUNCH_MIT_VECTOR = 0x1F8;
    static final int CURRENT_MIT_VECTOR = 0x200;
    static final int SIGNATURE_R = 0x2A0;
    static final int SIGNATURE_S = 0x2E8;
    static final int SIGNATURE_PART_LENGTH = 72;
    private static final int SIGNATURE_END = 0x330;

    private final byte[] bytes;
    private final ByteBuffer fields;
    private final SnpTcb currentTcb;
    private final SnpTcb reportedTcb;
    private final SnpTcb committedTcb;
    private final SnpTcb launchTcb;

    private SnpReport(byte[] bytes) throws RefusedException {
        this.bytes = bytes;
        this.fields = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        SnpTcb.Layout layout =
                hasCpuid() ? SnpTcb.Layout.ofFamily(cpuFamily()) : SnpTcb.Layout.CLASSIC;
        this.currentTcb = SnpTcb.read(bytes, CURRENT_TCB, layout);
        this.reportedTcb = SnpTcb.read(bytes, REPORTED_TCB, layout);
        this.committedTcb = SnpTcb.read(bytes, COMMITTED_TCB, layout);
        this.launchTcb = SnpTcb.read(bytes, LAUNCH_TCB, layout);
    }

    /// Parses a report: its length, its version and its reserved bytes are checked, nothing else.
    public static SnpReport parse(byte[] input) throws RefusedException {
        if (input.length != LENGTH) {
            throw RefusedException.of(
                    "snp-report-malformed",
                    "A report has " + LENGTH + " bytes, not " + input.length);
        }
        byte[] bytes = input.clone();
        long version =
                Integer.toUnsignedLong(
                        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(VERSION));
        if (version < SnpVersions.OLDEST) {
            throw SnpVersions.tooOld();
        }
        if (version > SnpVersions.NEWEST) {
            throw SnpVersions.unknown(version);
        }
        requireZero(bytes, 0x04C, 4);
        if (version < SnpVersions.FIRST_WITH_CPUID) {
            requireZero(bytes, CPUID, 24);
        } else {
            requireZero(bytes, CPUID + 3, 21);
        }
        requireZero(bytes, CURRENT_VERSION + 3, 1);
        requireZero(bytes, COMMITTED_VERSION + 3, 1);
        int tail =
                version < SnpVersions.FIRST_WITH_MIT_VECTORS
                        ? LAUNCH_MIT_VECTOR
                        : CURRENT_MIT_VECTOR + Long.BYTES;
        requireZero(bytes, tail, SIGNED_LENGTH - tail);
        requireZero(bytes, SIGNATURE_END, LENGTH - SIGNATURE_END);
        return new SnpReport(bytes);
    }

    /// The version of the report's layout, 2 to 5.
    public int version() {
        return fields.getInt(VERSION);
    }

    /// Whether the report says which processor made it (version 3 and later).
    public boolean hasCpuid() {
        return version() >= SnpVersions.FIRST_WITH_CPUID;
    }

    boolean hasMitigationVectors() {
        return version() >= SnpVersions.FIRST_WITH_MIT_VECTORS;
    }

    int cpuFamily() {
        return u8(CPUID);
    }

    int cpuModel() {
        return u8(CPUID + 1);
    }

    int cpuStepping() {
        return u8(CPUID + 2);
    }

    /// The processor generation, empty when the report doesn't say or none is known by that model.
    public Optional<SnpProduct> product() {
        return hasCpuid() ? SnpProduct.ofCpuid(cpuFamily(), cpuModel()) : Optional.empty();
    }

    long guestSvn() {
        return u32(GUEST_SVN);
    }

    SnpPolicy policy() {
        return new SnpPolicy(fields.getLong(POLICY));
    }

    long vmpl() {
        return u32(VMPL);
    }

    long signatureAlgorithm() {
        return u32(SIGNATURE_ALGORITHM);
    }

    SnpPlatform platform() {
        return new SnpPlatform(fields.getLong(PLATFORM_INFO));
    }

    SnpKeyInfo keyInfo() {
        return new SnpKeyInfo(fields.getInt(KEY_INFO));
    }

    /// The level that the VCEK is derived from, and that its certificate must carry.
    public SnpTcb reportedTcb() {
        return reportedTcb;
    }

    SnpTcb currentTcb() {
        return currentTcb;
    }

    SnpTcb committedTcb() {
        return committedTcb;
    }

    SnpTcb launchTcb() {
        return launchTcb;
    }

    /// `major.minor.build` of the firmware that runs, or that is committed.
    String firmwareVersion(int offset) {
        return u8(offset + 2) + "." + u8(offset + 1) + "." + u8(offset);
    }

    long mitigationVector(int offset) {
        return fields.getLong(offset);
    }

    /// REPORT_DATA: 64 bytes that the guest chose.
    public byte[] reportData() {
        return bytes(REPORT_DATA, REPORT_DATA_LENGTH);
    }

    byte[] hostData() {
        return bytes(HOST_DATA, HOST_DATA_LENGTH);
    }

    byte[] chipId() {
        return bytes(CHIP_ID, 64);
    }

    /// A platform may be set to hide its chip: then the id is all zero, and nothing can be compared
    /// with it.
    boolean masksChipId() {
        return isZero(bytes, CHIP_ID, 64);
    }

    byte[] signedBytes() {
        return bytes(0, SIGNED_LENGTH);
    }

    String hex(int offset, int length) {
        return HexFormat.of().formatHex(bytes, offset, offset + length);
    }

    byte[] bytes(int offset, int length) {
        return Arrays.copyOfRange(bytes, offset, offset + length);
    }

    static String at(int offset) {
        return String.format("report+0x%03x", offset);
    }

    static void requireZero(byte[] bytes, int offset, int length) throws RefusedException {
        if (!isZero(bytes, offset, length)) {
            throw RefusedException.at(
                    "snp-report-malformed",
                    "Reserved bytes of the report are not zero",
                    at(offset));
        }
    }

    private static boolean isZero(byte[] bytes, int offset, int length) {
        int any = 0;
        for (int i = offset; i < offset + length; i++) {
            any |= bytes[i];
        }
        return any == 0;
    }

    private int u8(int offset) {
        return Byte.toUnsignedInt(bytes[offset]);
    }

    private long u32(int offset) {
        return Integer.toUnsignedLong(fields.getInt(offset));
    }
}
