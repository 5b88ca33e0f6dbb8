package dev.fiducia.attestation.intel;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/// The claims of a TD's quote: its fields in hexadecimal, in the order in which their bytes lie.
final class TdxClaims {

    private TdxClaims() {}

    static ObjectNode of(DcapQuote quote, PckExtension platform) {
        ObjectNode claims = JsonNodeFactory.instance.objectNode();
        ObjectNode fields = claims.putObject("quote");
        fields.putObject("header")
                .put("version", quote.hex(0, 2))
                .put("att_key_type", quote.hex(2, 2))
                .put("tee_type", quote.hex(4, 4))
                .put("reserved", quote.hex(8, 4))
                .put("vendor_id", quote.hex(12, 16))
                .put("user_data", quote.hex(28, 20));
        quote.body().claim(fields.putObject("body"));
        if (quote.version() == 5) {
            fields.put("type", quote.hex(48, 2)).put("size", quote.hex(50, 4));
        }
        long attributes = quote.body().u64(ReportBody.TD_ATTRIBUTES);
        claims.putObject("td_attributes")
                .put("debug", bit(attributes, 0))
                .put("septve_disable", bit(attributes, 28))
                .put("protection_keys", bit(attributes, 30))
                .put("key_locker", bit(attributes, 31))
                .put("perfmon", bit(attributes, 63));
        claims.put("report_data", quote.body().hex(ReportBody.REPORT_DATA_TD));
        claims.put("init_data", quote.body().hex(ReportBody.MR_CONFIG_ID));
        DcapClaims.instance(claims, platform);
        return claims;
    }

    private static boolean bit(long bits, int number) {
        return ((bits >>> number) & 1) == 1;
    }
}
