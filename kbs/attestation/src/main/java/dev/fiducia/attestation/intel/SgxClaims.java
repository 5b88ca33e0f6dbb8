package dev.fiducia.attestation.intel;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/// The claims of an enclave's quote: its fields in hexadecimal, in the order in which their bytes
/// lie.
final class SgxClaims {

    private SgxClaims() {}

    static ObjectNode of(DcapQuote quote, PckExtension platform) {
        ObjectNode claims = JsonNodeFactory.instance.objectNode();
        claims.putObject("header")
                .put("version", quote.hex(0, 2))
                .put("att_key_type", quote.hex(2, 2))
                .put("att_key_data_0", quote.hex(4, 4))
                .put("qe_svn", quote.hex(8, 2))
                .put("pce_svn", quote.hex(10, 2))
                .put("vendor_id", quote.hex(12, 16))
                .put("user_data", quote.hex(28, 20));
        quote.body().claim(claims.putObject("body"));
        claims.put("report_data", quote.body().hex(ReportBody.REPORT_DATA_SGX));
        claims.put("init_data", quote.body().hex(ReportBody.CONFIG_ID));
        DcapClaims.instance(claims, platform);
        return claims;
    }
}
