package dev.fiducia.attestation.nvidia;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.fiducia.attestation.evidence.ByteCursor;
import dev.fiducia.attestation.evidence.RefusedException;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;

/// The fields of a report's opaque data, by number, name and form (specification, section 4.15).
enum OpaqueField {
    CERT_ISSUER_NAME(1, Form.HEX),
    CERT_AUTHORITY_KEY_IDENTIFIER(2, Form.HEX),
    DRIVER_VERSION(3, Form.TEXT),
    GPU_INFO(4, Form.HEX),
    ID_SKU(5, Form.HEX),
    VBIOS_VERSION(6, Form.VBIOS),
    MANUFACTURER_ID(7, Form.HEX),
    TAMPER_DETECTION(8, Form.HEX),
    SMC(9, Form.HEX),
    VPR(10, Form.HEX),
    NVDEC0_STATUS(11, Form.TEXT),
    MEASUREMENT_COUNT(12, Form.COUNTS),
    CPR_INFO(13, Form.HEX),
    BOARD_ID(14, Form.HEX),
    CHIP_SKU(15, Form.TEXT),
    CHIP_SKU_MOD(16, Form.TEXT),
    PROJECT(17, Form.TEXT),
    PROJECT_SKU(18, Form.TEXT),
    PROJECT_SKU_MOD(19, Form.HEX),
    FWID(20, Form.HEX),
    PROTECTED_PCIE_STATUS(21, Form.TEXT),
    SWITCH_PDI(22, Form.PDIS),
    FLOORSWEPT_PORTS(23, Form.HEX),
    POSITION_ID(24, Form.HEX),
    LOCK_SWITCH_STATUS(25, Form.HEX),
    GPU_LINK_CONN(32, Form.HEX),
    SYS_ENABLE_STATUS(33, Form.HEX),
    OPAQUE_DATA_VERSION(34, Form.NUMBER),
    CHIP_INFO(35, Form.TEXT),
    FEATURE_FLAG(36, Form.FEATURE);

    private static final String CODE = "nvidia-report-malformed";
    private static final int PDI_LENGTH = 8;
    private static final int VBIOS_LENGTH = 8;

    private final int type;
    private final Form form;

    private enum Form {
        HEX,
        TEXT,
        VBIOS,
        COUNTS,
        PDIS,
        NUMBER,
        FEATURE
    }

    OpaqueField(int type, Form form) {
        this.type = type;
        this.form = form;
    }

    static Optional<OpaqueField> of(int type) {
        return Arrays.stream(values()).filter(field -> field.type == type).findFirst();
    }

    /// The name as claims have it.
    String claim() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// Puts the value into claims.
    void put(ObjectNode claims, byte[] value) throws RefusedException {
        switch (form) {
            case HEX -> claims.put(claim(), hex(value));
            case TEXT -> claims.put(claim(), text(value));
            case VBIOS -> claims.put(claim(), vbios(value));
            case COUNTS -> counts(claims.putObject(claim()), value);
            case PDIS -> pdis(claims.putArray(claim()), value);
            case NUMBER -> claims.put(claim(), number(value));
            case FEATURE -> claims.put(claim(), feature(number(value)));
        }
    }

    private String text(byte[] value) throws RefusedException {
        int length = value.length;
        while (length > 0 && value[length - 1] == 0) {
            length--;
        }
        for (int i = 0; i < length; i++) {
            if (value[i] < ' ' || value[i] > '~') {
                throw malformed("is not printable text");
            }
        }
        return new String(value, 0, length, StandardCharsets.US_ASCII);
    }

    /// `00 9f 00 96 01 00 00 00` is `96.00.9f.00.01`.
    private String vbios(byte[] value) throws RefusedException {
        if (value.length != VBIOS_LENGTH) {
            throw malformed("has " + value.length + " bytes, not " + VBIOS_LENGTH);
        }
        byte[] parts = {value[3], value[2], value[1], value[0], value[4]};
        return HexFormat.ofDelimiter(".").formatHex(parts);
    }

    private void counts(ObjectNode counts, byte[] value) throws RefusedException {
        ByteCursor in = in(value);
        for (int i = 1; in.remaining() > 0; i++) {
            counts.put(Integer.toString(i), in.u32());
        }
    }

    private void pdis(ArrayNode list, byte[] value) throws RefusedException {
        ByteCursor in = in(value);
        while (in.remaining() > 0) {
            list.add(hex(in.take(PDI_LENGTH)));
        }
    }

    private long number(byte[] value) throws RefusedException {
        if (value.length == 0 || value.length > 7) {
            throw malformed("is a number of " + value.length + " bytes");
        }
        long number = 0;
        for (int i = value.length - 1; i >= 0; i--) {
            number = number << 8 | Byte.toUnsignedInt(value[i]);
        }
        return number;
    }

    private static String feature(long number) {
        return switch ((int) Math.min(number, 3)) {
            case 0 -> "SPT";
            case 1 -> "MPT";
            case 2 -> "PPCIE";
            default -> "unknown";
        };
    }

    private ByteCursor in(byte[] value) {
        return ByteCursor.littleEndian(value, claim(), CODE);
    }

    private RefusedException malformed(String what) {
        return RefusedException.of(CODE, "The report's field " + claim() + " " + what);
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
