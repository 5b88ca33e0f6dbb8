package dev.fiducia.attestation.hygon;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.HexFormat;

/// Writes the claims of a CSV report; the one place that names them.
final class CsvClaims {

    private static final int BUILD = 188;
    private static final int ANONCE = 188;
    private static final int RTMR_VERSION = 192;
    private static final int RESERVED_0 = 194;
    private static final int RTMRS = 208;
    private static final int RESERVED_1 = 368;

    private CsvClaims() {}

    static ObjectNode of(CsvReport report, String serial, String root) {
        ObjectNode claims = JsonNodeFactory.instance.objectNode();
        claims.put("version", Integer.toString(report.version()));
        claims.put("root_of_trust", root);
        new CsvPolicy(report.number(176, 4)).put(claims.putObject("policy"));
        hex(claims, "user_pubkey_digest", report, 0, 32);
        hex(claims, "vm_id", report, 32, 16);
        hex(claims, "vm_version", report, 48, 16);
        hex(claims, "report_data", report, 64, 64);
        hex(claims, "mnonce", report, 128, 16);
        hex(claims, "measure", report, 144, 32);
        hex(claims, "sig_usage", report, 180, 4);
        hex(claims, "sig_algo", report, 184, 4);
        if (report.version() == 1) {
            hex(claims, "anonce", report, ANONCE, 4);
        } else {
            claims.put("build", report.number(BUILD, 4));
            claims.put("rtmr_version", report.number(RTMR_VERSION, 2));
            hex(claims, "reserved0", report, RESERVED_0, 14);
            for (int i = 0; i <= 4; i++) {
                hex(claims, "rtmr" + i, report, RTMRS + 32 * i, 32);
            }
            hex(claims, "reserved1", report, RESERVED_1, 656);
        }
        claims.put("serial_number", serial);
        return claims;
    }

    private static void hex(
            ObjectNode claims, String name, CsvReport report, int offset, int length) {
        claims.put(name, HexFormat.of().formatHex(report.field(offset, length)));
    }
}
