package dev.fiducia.attestation.simulator;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.fiducia.crypto.CryptoSuite;
import dev.fiducia.crypto.HashAlgorithm;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/// A GPU's report in the making: the SPDM request, and the signed answer. Every setter returns the
/// same builder.
public final class SimulatedGpuReport {

    private static final int DRIVER_VERSION = 3;
    private static final int VBIOS_VERSION = 6;
    private static final int FWID = 20;

    private final SimulatedGpu gpu;
    private final CryptoSuite crypto;
    private final Map<Integer, byte[]> measurements = new TreeMap<>();
    private final Map<Integer, byte[]> opaque = new TreeMap<>();
    private final byte[] request = new byte[37];

    SimulatedGpuReport(SimulatedGpu gpu, CryptoSuite crypto) {
        this.gpu = gpu;
        this.crypto = crypto;
        request[0] = 0x11;
        request[1] = (byte) 0xE0;
        request[2] = 1;
        request[3] = (byte) 0xFF;
        for (int index = 1; index <= 4; index++) {
            measurements.put(index, crypto.digest(HashAlgorithm.SHA384, new byte[] {(byte) index}));
        }
        opaque.put(DRIVER_VERSION, "550.90.07\0".getBytes(StandardCharsets.US_ASCII));
        opaque.put(VBIOS_VERSION, HexFormat.of().parseHex("009f009601000000"));
        opaque.put(FWID, SimulatedGpu.firmwareId(crypto));
    }

    /// The nonce: cut or padded to 32 bytes, as the attester does.
    public SimulatedGpuReport nonce(byte[] data) {
        System.arraycopy(Arrays.copyOf(data, 32), 0, request, 4, 32);
        return this;
    }

    /// The evidence of this one device as its attester sends it.
    public ObjectNode evidence() {
        return evidence(bytes());
    }

    ObjectNode evidence(byte[] report) {
        ObjectNode evidence = JsonNodeFactory.instance.objectNode();
        evidence.putArray("device_evidence_list").add(device(report));
        return evidence;
    }

    ObjectNode device(byte[] report) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("arch", "HOPPER")
                .put("uuid", "GPU-simulated")
                .put("evidence", Base64.getEncoder().encodeToString(report))
                .put(
                        "certificate",
                        Base64.getEncoder()
                                .encodeToString(
                                        gpu.chainPem().getBytes(StandardCharsets.US_ASCII)));
    }

    /// Request and signed response.
    byte[] bytes() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(request);
        byte[] record = record();
        out.writeBytes(new byte[] {0x11, 0x60, 0, 0, (byte) measurements.size()});
        out.writeBytes(
                new byte[] {
                    (byte) record.length, (byte) (record.length >> 8), (byte) (record.length >> 16)
                });
        out.writeBytes(record);
        out.writeBytes(new byte[32]);
        ByteArrayOutputStream fields = new ByteArrayOutputStream();
        opaque.forEach((type, value) -> {
            fields.writeBytes(u16(type));
            fields.writeBytes(u16(value.length));
            fields.writeBytes(value);
        });
        out.writeBytes(u16(fields.size()));
        out.writeBytes(fields.toByteArray());
        byte[] signed = out.toByteArray();
        out.writeBytes(crypto.signEcdsaRaw(gpu.keys().getPrivate(), HashAlgorithm.SHA384, signed));
        return out.toByteArray();
    }

    SimulatedGpuReport opaque(int type, byte[] value) {
        opaque.put(type, value);
        return this;
    }

    SimulatedGpuReport without(int type) {
        opaque.remove(type);
        return this;
    }

    /// The request for one measurement, or without a signature.
    SimulatedGpuReport request(int attributes, int operation) {
        request[2] = (byte) attributes;
        request[3] = (byte) operation;
        return this;
    }

    private byte[] record() {
        ByteArrayOutputStream record = new ByteArrayOutputStream();
        measurements.forEach((index, value) -> {
            record.write(index);
            record.write(1);
            record.writeBytes(u16(value.length + 3));
            record.write(0x33);
            record.writeBytes(u16(value.length));
            record.writeBytes(value);
        });
        return record.toByteArray();
    }

    private static byte[] u16(int number) {
        return ByteBuffer.allocate(2)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putShort((short) number)
                .array();
    }
}
