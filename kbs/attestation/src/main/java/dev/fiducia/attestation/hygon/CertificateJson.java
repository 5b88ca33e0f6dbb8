package dev.fiducia.attestation.hygon;

import dev.fiducia.attestation.evidence.JsonPlace;
import dev.fiducia.attestation.evidence.RefusedException;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/// Writes certificates that attesters send member by member as the bytes that were signed.
final class CertificateJson {

    private static final int MAX_U8 = 0xFF;
    private static final int MAX_U16 = 0xFFFF;
    private static final long MAX_U32 = 0xFFFF_FFFFL;

    private final ByteBuffer out;

    private CertificateJson(int length) {
        this.out = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    }

    static byte[] authority(JsonPlace certificate) throws RefusedException {
        CertificateJson json = new CertificateJson(AuthorityCertificate.LENGTH);
        JsonPlace body = certificate.member("body");
        JsonPlace preamble = body.member("preamble");
        json.u32(preamble, "ver");
        JsonPlace data = preamble.member("data");
        json.bytes(data, "kid", 16);
        json.bytes(data, "sid", 16);
        json.u32(data, "usage");
        json.bytes(data, "reserved", 24);
        json.point(body.member("pubkey"));
        json.u16(body, "uid_size");
        json.bytes(body, "user_id", 254);
        json.bytes(body, "reserved", 108);
        json.signature(certificate.member("signature"));
        json.bytes(certificate, "_reserved", 112);
        return json.out.array();
    }

    static byte[] platform(JsonPlace certificate) throws RefusedException {
        CertificateJson json = new CertificateJson(PlatformCertificate.LENGTH);
        JsonPlace body = certificate.member("body");
        json.u32(body, "ver");
        JsonPlace data = body.member("data");
        JsonPlace firmware = data.member("firmware");
        json.u8(firmware, "major");
        json.u8(firmware, "minor");
        json.u16(data, "reserved1");
        JsonPlace pubkey = data.member("pubkey");
        json.u32(pubkey, "usage");
        json.u32(pubkey, "algo");
        json.point(pubkey.member("key"));
        json.u16(data, "uid_size");
        json.bytes(data, "user_id", 254);
        json.bytes(data, "sid", 16);
        json.bytes(data, "reserved2", 608);
        List<JsonPlace> slots = certificate.member("sigs").elementsUpTo(2);
        if (slots.size() != 2) {
            throw certificate.refused("has not two places for signatures");
        }
        for (JsonPlace slot : slots) {
            json.u32(slot, "usage");
            json.u32(slot, "algo");
            json.signature(slot.member("signature"));
            json.bytes(slot, "_reserved", 368);
        }
        return json.out.array();
    }

    /// The bytes of a signature of r and s, for reports.
    static byte[] signatureField(JsonPlace signature) throws RefusedException {
        CertificateJson json = new CertificateJson(144);
        json.signature(signature);
        return json.out.array();
    }

    private void point(JsonPlace point) throws RefusedException {
        u32(point, "g");
        bytes(point, "x", 72);
        bytes(point, "y", 72);
    }

    private void signature(JsonPlace signature) throws RefusedException {
        bytes(signature, "r", 72);
        bytes(signature, "s", 72);
    }

    private void u8(JsonPlace parent, String name) throws RefusedException {
        out.put((byte) parent.member(name).unsigned(MAX_U8));
    }

    private void u16(JsonPlace parent, String name) throws RefusedException {
        out.putShort((short) parent.member(name).unsigned(MAX_U16));
    }

    private void u32(JsonPlace parent, String name) throws RefusedException {
        out.putInt((int) parent.member(name).unsigned(MAX_U32));
    }

    private void bytes(JsonPlace parent, String name, int length) throws RefusedException {
        out.put(exactly(parent.member(name), length));
    }

    static byte[] exactly(JsonPlace place, int length) throws RefusedException {
        byte[] bytes = place.byteArrayUpTo(length);
        if (bytes.length != length) {
            throw place.refused("has " + bytes.length + " bytes, not " + length);
        }
        return bytes;
    }
}
