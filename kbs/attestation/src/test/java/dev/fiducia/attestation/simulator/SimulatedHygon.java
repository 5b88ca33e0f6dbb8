package dev.fiducia.attestation.simulator;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.fiducia.crypto.CryptoSuite;
import dev.fiducia.crypto.Sm2PrivateKey;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// A simulated vendor of Hygon's kind: root, signing key, and one chip with a platform key.
final class SimulatedHygon {

    static final int HSK = 0x13;
    static final int PEK = 0x1002;
    static final int CEK = 0x1004;
    private static final int SM2 = 4;

    private final CryptoSuite crypto;
    private final Sm2PrivateKey hrk;
    private final Sm2PrivateKey hsk;
    private final Sm2PrivateKey cek;
    private final Sm2PrivateKey pek;

    SimulatedHygon(CryptoSuite crypto) {
        this.crypto = crypto;
        this.hrk = crypto.generateSm2();
        this.hsk = crypto.generateSm2();
        this.cek = crypto.generateSm2();
        this.pek = crypto.generateSm2();
    }

    byte[] root() {
        return authority(0, hrk, id(0), "SIM-HRK", hrk, "SIM-HRK");
    }

    byte[] hskCertificate() {
        return authority(HSK, hsk, id(0), "SIM-HSK", hrk, "SIM-HRK");
    }

    byte[] cekCertificate() {
        return platform(CEK, cek, "SIM-CEK", HSK, hsk, "SIM-HSK");
    }

    byte[] pekCertificate() {
        return platform(PEK, pek, "SIM-PEK", CEK, cek, "SIM-CEK");
    }

    /// HSK and CEK as they lie in a file.
    byte[] chipFile() {
        byte[] both = Arrays.copyOf(hskCertificate(), 832 + 2084);
        System.arraycopy(cekCertificate(), 0, both, 832, 2084);
        return both;
    }

    /// A report of version 1, masked.
    byte[] firstReport(byte[] reportData, int anonce) {
        ByteBuffer data = buffer(4096);
        tee(data, reportData);
        data.putInt(188, anonce);
        for (int i = 0; i < 188; i++) {
            data.put(i, (byte) (data.get(i) ^ data.get(188 + i % 4)));
        }
        sign(data, 180, 192, pek, "SIM-PEK");
        return content(data);
    }

    /// A report of version 2, with these values of the RTMRs 1 to 4.
    byte[] secondReport(byte[] reportData, byte[][] rtmrs) {
        ByteBuffer data = buffer(4096);
        tee(data, reportData);
        data.putInt(188, 7);
        data.putShort(192, (short) 1);
        for (int i = 0; i < rtmrs.length; i++) {
            data.put(208 + 32 * (i + 1), rtmrs[i]);
        }
        sign(data, 1024, 1024, pek, "SIM-PEK");
        return content(data);
    }

    ObjectNode evidence(int flags, byte[] report) {
        ObjectNode evidence = JsonNodeFactory.instance.objectNode();
        ObjectNode wrapper = evidence.putObject("attestation_report");
        byte[] magic = "ATTESTATION_EXT\0".getBytes(StandardCharsets.US_ASCII);
        bytes(wrapper.putArray("magic"), flags == 0 ? new byte[16] : magic);
        wrapper.put("flags", flags);
        bytes(wrapper.putArray("data"), report);
        ObjectNode chain = evidence.putObject("cert_chain");
        ObjectNode both = chain.putObject("hsk_cek");
        both.set("hsk", authorityJson(hskCertificate()));
        both.set("cek", platformJson(cekCertificate()));
        chain.set("pek", platformJson(pekCertificate()));
        bytes(
                evidence.putArray("serial_number"),
                Arrays.copyOf("SIM1".getBytes(StandardCharsets.US_ASCII), 64));
        return evidence;
    }

    /// A DCU's report, signed by the chip.
    ObjectNode dcuReport(byte[] chipId, byte[] userData) {
        ByteBuffer body = buffer(252);
        body.putInt(0, 1).put(4, chipId).put(20, Arrays.copyOf(userData, 64));
        body.putInt(244, CEK).putInt(248, SM2);
        byte[] signature = crypto.signSm2(cek, name("SIM-CEK"), content(body));
        ObjectNode report = JsonNodeFactory.instance.objectNode();
        ObjectNode json = report.putObject("body").put("version", 1);
        bytes(json.putArray("chip_id"), chipId);
        bytes(json.putArray("user_data"), Arrays.copyOf(userData, 64));
        bytes(json.putArray("measure"), new byte[32]);
        bytes(json.putArray("reserved"), new byte[128]);
        json.put("sig_usage", CEK).put("sig_algo", SM2);
        ByteBuffer fields = buffer(144);
        number(fields, 0, Arrays.copyOf(signature, 32));
        number(fields, 72, Arrays.copyOfRange(signature, 32, 64));
        ObjectNode sig = report.putObject("sig");
        bytes(sig.putArray("r"), Arrays.copyOf(content(fields), 72));
        bytes(sig.putArray("s"), Arrays.copyOfRange(content(fields), 72, 144));
        return report;
    }

    static ObjectNode dcuEvidence(ObjectNode... reports) {
        ObjectNode evidence = JsonNodeFactory.instance.objectNode();
        evidence.putArray("attestation_reports").addAll(Arrays.asList(reports));
        return evidence;
    }

    static ObjectNode authorityJson(byte[] certificate) {
        ByteBuffer in = ByteBuffer.wrap(certificate).order(ByteOrder.LITTLE_ENDIAN);
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ObjectNode body = json.putObject("body");
        ObjectNode preamble = body.putObject("preamble").put("ver", in.getInt());
        ObjectNode data = preamble.putObject("data");
        take(data, "kid", in, 16);
        take(data, "sid", in, 16);
        data.put("usage", Integer.toUnsignedLong(in.getInt()));
        take(data, "reserved", in, 24);
        point(body.putObject("pubkey"), in);
        body.put("uid_size", Short.toUnsignedInt(in.getShort()));
        take(body, "user_id", in, 254);
        take(body, "reserved", in, 108);
        ObjectNode signature = json.putObject("signature");
        take(signature, "r", in, 72);
        take(signature, "s", in, 72);
        take(json, "_reserved", in, 112);
        return json;
    }

    static ObjectNode platformJson(byte[] certificate) {
        ByteBuffer in = ByteBuffer.wrap(certificate).order(ByteOrder.LITTLE_ENDIAN);
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ObjectNode body = json.putObject("body").put("ver", Integer.toUnsignedLong(in.getInt()));
        ObjectNode data = body.putObject("data");
        data.putObject("firmware")
                .put("major", Byte.toUnsignedInt(in.get()))
                .put("minor", Byte.toUnsignedInt(in.get()));
        data.put("reserved1", Short.toUnsignedInt(in.getShort()));
        ObjectNode pubkey = data.putObject("pubkey");
        pubkey.put("usage", Integer.toUnsignedLong(in.getInt()));
        pubkey.put("algo", Integer.toUnsignedLong(in.getInt()));
        point(pubkey.putObject("key"), in);
        data.put("uid_size", Short.toUnsignedInt(in.getShort()));
        take(data, "user_id", in, 254);
        take(data, "sid", in, 16);
        take(data, "reserved2", in, 608);
        ArrayNode slots = json.putArray("sigs");
        for (int i = 0; i < 2; i++) {
            ObjectNode slot = slots.addObject();
            slot.put("usage", Integer.toUnsignedLong(in.getInt()));
            slot.put("algo", Integer.toUnsignedLong(in.getInt()));
            ObjectNode signature = slot.putObject("signature");
            take(signature, "r", in, 72);
            take(signature, "s", in, 72);
            take(slot, "_reserved", in, 368);
        }
        return json;
    }

    private void tee(ByteBuffer data, byte[] reportData) {
        data.put(64, Arrays.copyOf(reportData, 64));
        data.put(144, name("the measure of thirty-two bytes."));
        data.putInt(176, 0x45).putInt(180, PEK).putInt(184, SM2);
    }

    private byte[] authority(
            int usage,
            Sm2PrivateKey key,
            byte[] issuerId,
            String userId,
            Sm2PrivateKey issuer,
            String issuerName) {
        ByteBuffer out = buffer(832);
        out.putInt(0, 1).put(4, id(usage)).put(20, issuerId).putInt(36, usage);
        key(out, 64, key, userId);
        sign(out, 576, 576, issuer, issuerName);
        return content(out);
    }

    private byte[] platform(
            int usage,
            Sm2PrivateKey key,
            String userId,
            int issuerUsage,
            Sm2PrivateKey issuer,
            String issuerName) {
        ByteBuffer out = buffer(2084);
        out.putInt(0, 1).putInt(8, usage).putInt(12, SM2);
        key(out, 16, key, userId);
        out.putInt(1044 + 520, issuerUsage).putInt(1044 + 524, SM2);
        out.putInt(1044, 0x1000);
        sign(out, 1044, 1044 + 528, issuer, issuerName);
        return content(out);
    }

    private static void key(ByteBuffer out, int offset, Sm2PrivateKey key, String userId) {
        byte[] point = key.publicKey().point();
        out.putInt(offset, 3);
        number(out, offset + 4, Arrays.copyOfRange(point, 1, 33));
        number(out, offset + 76, Arrays.copyOfRange(point, 33, 65));
        out.putShort(offset + 148, (short) userId.length());
        out.put(offset + 150, name(userId));
    }

    private void sign(ByteBuffer out, int length, int at, Sm2PrivateKey key, String userId) {
        byte[] signature = crypto.signSm2(key, name(userId), Arrays.copyOf(content(out), length));
        number(out, at, Arrays.copyOf(signature, 32));
        number(out, at + 72, Arrays.copyOfRange(signature, 32, 64));
    }

    private static void number(ByteBuffer out, int offset, byte[] bigEndian) {
        for (int i = 0; i < bigEndian.length; i++) {
            out.put(offset + i, bigEndian[bigEndian.length - 1 - i]);
        }
    }

    private static void point(ObjectNode json, ByteBuffer in) {
        json.put("g", Integer.toUnsignedLong(in.getInt()));
        take(json, "x", in, 72);
        take(json, "y", in, 72);
    }

    private static void take(ObjectNode json, String name, ByteBuffer in, int length) {
        byte[] taken = new byte[length];
        in.get(taken);
        bytes(json.putArray(name), taken);
    }

    private static void bytes(ArrayNode array, byte[] bytes) {
        for (byte b : bytes) {
            array.add(Byte.toUnsignedInt(b));
        }
    }

    private static byte[] id(int usage) {
        byte[] id = new byte[16];
        Arrays.fill(id, (byte) (usage + 1));
        return id;
    }

    private static byte[] name(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] content(ByteBuffer buffer) {
        byte[] content = new byte[buffer.capacity()];
        buffer.get(0, content);
        return content;
    }

    private static ByteBuffer buffer(int length) {
        return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    }
}
