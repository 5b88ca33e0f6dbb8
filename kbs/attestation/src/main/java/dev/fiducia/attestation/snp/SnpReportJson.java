package dev.fiducia.attestation.snp;

import dev.fiducia.attestation.evidence.RefusedException;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/// Rebuilds the signed bytes of a report from the members that the attester sends.
///
/// Reserved bytes are not among the members and become zero. Nothing is judged here: whatever was
/// changed on the way shows in the signature.
final class SnpReportJson {

    private final EvidenceJson json;
    private final ByteBuffer out =
            ByteBuffer.allocate(SnpReport.LENGTH).order(ByteOrder.LITTLE_ENDIAN);

    private SnpReportJson(EvidenceJson json) {
        this.json = json;
    }

    static byte[] toBytes(EvidenceJson json) throws RefusedException {
        return new SnpReportJson(json).encode();
    }

    private byte[] encode() throws RefusedException {
        int version = json.member("version").u32();
        requireSupported(Integer.toUnsignedLong(version));
        out.putInt(SnpReport.VERSION, version);
        u32("guest_svn", SnpReport.GUEST_SVN);
        u64("policy", SnpReport.POLICY);
        bytes("family_id", SnpReport.FAMILY_ID, 16);
        bytes("image_id", SnpReport.IMAGE_ID, 16);
        u32("vmpl", SnpReport.VMPL);
        u32("sig_algo", SnpReport.SIGNATURE_ALGORITHM);
        u64("plat_info", SnpReport.PLATFORM_INFO);
        u32("key_info", SnpReport.KEY_INFO);
        bytes("report_data", SnpReport.REPORT_DATA, SnpReport.REPORT_DATA_LENGTH);
        bytes("measurement", SnpReport.MEASUREMENT, 48);
        bytes("host_data", SnpReport.HOST_DATA, SnpReport.HOST_DATA_LENGTH);
        bytes("id_key_digest", SnpReport.ID_KEY_DIGEST, 48);
        bytes("author_key_digest", SnpReport.AUTHOR_KEY_DIGEST, 48);
        bytes("report_id", SnpReport.REPORT_ID, 32);
        bytes("report_id_ma", SnpReport.REPORT_ID_MA, 32);
        bytes("chip_id", SnpReport.CHIP_ID, 64);
        if (version >= SnpVersions.FIRST_WITH_CPUID) {
            optionalU8("cpuid_fam_id", SnpReport.CPUID);
            optionalU8("cpuid_mod_id", SnpReport.CPUID + 1);
            optionalU8("cpuid_step", SnpReport.CPUID + 2);
        }
        SnpTcb.Layout layout = SnpTcb.Layout.ofFamily(out.get(SnpReport.CPUID));
        tcb("current_tcb", SnpReport.CURRENT_TCB, layout);
        tcb("reported_tcb", SnpReport.REPORTED_TCB, layout);
        tcb("committed_tcb", SnpReport.COMMITTED_TCB, layout);
        tcb("launch_tcb", SnpReport.LAUNCH_TCB, layout);
        firmware("current", SnpReport.CURRENT_VERSION);
        firmware("committed", SnpReport.COMMITTED_VERSION);
        if (version >= SnpVersions.FIRST_WITH_MIT_VECTORS) {
            optionalU64("launch_mit_vector", SnpReport.LAUNCH_MIT_VECTOR);
            optionalU64("current_mit_vector", SnpReport.CURRENT_MIT_VECTOR);
        }
        EvidenceJson signature = json.member("signature");
        put(signature.member("r").bytes(SnpReport.SIGNATURE_PART_LENGTH), SnpReport.SIGNATURE_R);
        put(signature.member("s").bytes(SnpReport.SIGNATURE_PART_LENGTH), SnpReport.SIGNATURE_S);
        return out.array();
    }

    private static void requireSupported(long version) throws RefusedException {
        if (version < SnpVersions.FIRST_WITH_CPUID) {
            throw SnpVersions.tooOld();
        }
        if (version > SnpVersions.NEWEST) {
            throw SnpVersions.unknown(version);
        }
    }

    private void u32(String name, int offset) throws RefusedException {
        out.putInt(offset, json.member(name).u32());
    }

    private void u64(String name, int offset) throws RefusedException {
        out.putLong(offset, json.member(name).u64());
    }

    private void optionalU8(String name, int offset) throws RefusedException {
        Optional<EvidenceJson> member = json.optionalMember(name);
        if (member.isPresent()) {
            out.put(offset, (byte) member.get().u8());
        }
    }

    private void optionalU64(String name, int offset) throws RefusedException {
        Optional<EvidenceJson> member = json.optionalMember(name);
        if (member.isPresent()) {
            out.putLong(offset, member.get().u64());
        }
    }

    private void bytes(String name, int offset, int length) throws RefusedException {
        put(json.member(name).bytes(length), offset);
    }

    private void tcb(String name, int offset, SnpTcb.Layout layout) throws RefusedException {
        EvidenceJson tcb = json.member(name);
        Optional<EvidenceJson> fmc = tcb.optionalMember("fmc");
        int fmcLevel = fmc.isPresent() ? fmc.get().u8() : 0;
        SnpTcb levels =
                new SnpTcb(
                        layout,
                        fmcLevel,
                        tcb.member("bootloader").u8(),
                        tcb.member("tee").u8(),
                        tcb.member("snp").u8(),
                        tcb.member("microcode").u8());
        put(levels.encode(), offset);
    }

    /// The manual's order is build, minor, major.
    private void firmware(String name, int offset) throws RefusedException {
        EvidenceJson version = json.member(name);
        out.put(offset, (byte) version.member("build").u8());
        out.put(offset + 1, (byte) version.member("minor").u8());
        out.put(offset + 2, (byte) version.member("major").u8());
    }

    private void put(byte[] value, int offset) {
        out.put(offset, value);
    }
}
