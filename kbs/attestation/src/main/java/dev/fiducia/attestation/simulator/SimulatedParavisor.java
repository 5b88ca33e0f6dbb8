package dev.fiducia.attestation.simulator;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;

/// Azure's layer between hardware and guest: it writes runtime data, and wraps the hardware report
/// that it is bound to.
final class SimulatedParavisor {

    private static final int REPORT_LENGTH = 2600;
    private static final int HARDWARE_OFFSET = 32;
    private static final int IGVM_OFFSET = 1216;
    private static final int RUNTIME_DATA_OFFSET = 1236;
    private static final int USER_DATA_LENGTH = 64;

    private SimulatedParavisor() {}

    /// The JSON text that the hardware report is bound to.
    static byte[] runtimeData(RSAPublicKey attestationKey, byte[] userData) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ObjectNode key = json.putArray("keys").addObject();
        key.put("kid", "HCLAkPub").putArray("key_ops").add("sign");
        key.put("kty", "RSA").put("e", number(attestationKey.getPublicExponent()));
        key.put("n", number(attestationKey.getModulus()));
        json.putObject("vm-configuration")
                .put("console-enabled", true)
                .put("secure-boot", true)
                .put("tpm-enabled", true)
                .put("vmUniqueId", "00000000-0000-0000-0000-000000000000");
        json.put(
                "user-data",
                HexFormat.of()
                        .formatHex(Arrays.copyOf(userData, USER_DATA_LENGTH))
                        .toUpperCase(Locale.ROOT));
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }

    /// The report as the guest reads it.
    ///
    /// @param type 2 for SNP, 4 for TDX
    static byte[] report(int type, byte[] hardwareReport, byte[] runtimeData) {
        ByteBuffer out = ByteBuffer.allocate(REPORT_LENGTH).order(ByteOrder.LITTLE_ENDIAN);
        out.put("HCLA".getBytes(StandardCharsets.US_ASCII)).putInt(type == 2 ? 1 : 2);
        out.putInt(RUNTIME_DATA_OFFSET + runtimeData.length).putInt(2);
        out.put(HARDWARE_OFFSET, hardwareReport);
        out.position(IGVM_OFFSET);
        out.putInt(20 + runtimeData.length).putInt(1).putInt(type).putInt(1);
        out.putInt(runtimeData.length).put(runtimeData);
        return out.array();
    }

    private static String number(BigInteger value) {
        byte[] bytes = value.toByteArray();
        int start = bytes[0] == 0 ? 1 : 0;
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(Arrays.copyOfRange(bytes, start, bytes.length));
    }
}
