package dev.fiducia.attestation.simulator;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.cert.X509Certificate;

/// Writes a report and its certificates as the JSON that the guest's attester makes of them.
final class SimulatedEvidence {

    private static final int FAMILY_TURIN = 0x1A;

    private final ByteBuffer report;
    private final ObjectNode members;

    private SimulatedEvidence(byte[] report, ObjectNode members) {
        this.report = ByteBuffer.wrap(report).order(ByteOrder.LITTLE_ENDIAN);
        this.members = members;
    }

    static ObjectNode of(byte[] report, SimulatedSnp.Endorsed endorsed) {
        ObjectNode evidence = of(report);
        ArrayNode chain = evidence.putArray("cert_chain");
        certificate(chain, "ARK", endorsed.ark());
        certificate(chain, "ASK", endorsed.intermediate());
        certificate(chain, endorsed.type().name(), endorsed.vek());
        return evidence;
    }

    static ObjectNode of(byte[] report) {
        ObjectNode evidence = JsonNodeFactory.instance.objectNode();
        new SimulatedEvidence(report, evidence.putObject("attestation_report")).write();
        return evidence;
    }

    static void certificate(ArrayNode chain, String type, X509Certificate certificate) {
        ObjectNode entry = chain.addObject();
        entry.put("cert_type", type);
        bytes(entry.putArray("data"), Pem.der(certificate));
    }

    private void write() {
        int version = report.getInt(0);
        u32("version", 0x000);
        u32("guest_svn", 0x004);
        u64("policy", 0x008);
        bytes("family_id", 0x010, 16);
        bytes("image_id", 0x020, 16);
        u32("vmpl", 0x030);
        u32("sig_algo", 0x034);
        u64("plat_info", 0x040);
        u32("key_info", 0x048);
        bytes("report_data", 0x050, 64);
        bytes("measurement", 0x090, 48);
        bytes("host_data", 0x0C0, 32);
        bytes("id_key_digest", 0x0E0, 48);
        bytes("author_key_digest", 0x110, 48);
        bytes("report_id", 0x140, 32);
        bytes("report_id_ma", 0x160, 32);
        if (version > 2) {
            members.put("cpuid_fam_id", u8(0x188));
            members.put("cpuid_mod_id", u8(0x189));
            members.put("cpuid_step", u8(0x18A));
        } else {
            members.putNull("cpuid_fam_id").putNull("cpuid_mod_id").putNull("cpuid_step");
        }
        bytes("chip_id", 0x1A0, 64);
        tcb("current_tcb", 0x038);
        tcb("reported_tcb", 0x180);
        tcb("committed_tcb", 0x1E0);
        tcb("launch_tcb", 0x1F0);
        firmware("current", 0x1E8);
        firmware("committed", 0x1EC);
        if (version > 4) {
            u64("launch_mit_vector", 0x1F8);
            u64("current_mit_vector", 0x200);
        }
        ObjectNode signature = members.putObject("signature");
        bytes(signature.putArray("r"), slice(0x2A0, 72));
        bytes(signature.putArray("s"), slice(0x2E8, 72));
    }

    private void u32(String name, int offset) {
        members.put(name, Integer.toUnsignedLong(report.getInt(offset)));
    }

    private void u64(String name, int offset) {
        members.put(name, new BigInteger(Long.toUnsignedString(report.getLong(offset))));
    }

    private void bytes(String name, int offset, int length) {
        bytes(members.putArray(name), slice(offset, length));
    }

    private void tcb(String name, int offset) {
        ObjectNode tcb = members.putObject(name);
        if (u8(0x188) == FAMILY_TURIN) {
            tcb.put("fmc", u8(offset)).put("bootloader", u8(offset + 1)).put("tee", u8(offset + 2));
            tcb.put("snp", u8(offset + 3)).put("microcode", u8(offset + 7));
        } else {
            tcb.putNull("fmc").put("bootloader", u8(offset)).put("tee", u8(offset + 1));
            tcb.put("snp", u8(offset + 6)).put("microcode", u8(offset + 7));
        }
    }

    private void firmware(String name, int offset) {
        members.putObject(name)
                .put("major", u8(offset + 2))
                .put("minor", u8(offset + 1))
                .put("build", u8(offset));
    }

    private byte[] slice(int offset, int length) {
        byte[] slice = new byte[length];
        report.get(offset, slice);
        return slice;
    }

    private int u8(int offset) {
        return Byte.toUnsignedInt(report.get(offset));
    }

    private static void bytes(ArrayNode array, byte[] bytes) {
        for (byte b : bytes) {
            array.add(Byte.toUnsignedInt(b));
        }
    }
}
