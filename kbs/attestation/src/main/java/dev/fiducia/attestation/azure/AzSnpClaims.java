package dev.fiducia.attestation.azure;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;

/// The claims of an SNP report below a paravisor, as Trustee spells them: the names of `snp`, every
/// value a string, `measurement` in base64.
///
/// Left out are `chip_id`, which Trustee leaves out, and the report's own bound values, which are
/// the paravisor's: the vTPM's take their place.
final class AzSnpClaims {

    private static final Set<String> LEFT_OUT = Set.of("chip_id", "report_data", "init_data");
    private static final String MEASUREMENT = "measurement";

    private AzSnpClaims() {}

    static ObjectNode of(ObjectNode snp) {
        ObjectNode claims = JsonNodeFactory.instance.objectNode();
        for (Map.Entry<String, JsonNode> claim : snp.properties()) {
            if (!LEFT_OUT.contains(claim.getKey())) {
                claims.put(claim.getKey(), claim.getValue().asText());
            }
        }
        byte[] measurement = HexFormat.of().parseHex(snp.path(MEASUREMENT).asText());
        return claims.put(MEASUREMENT, Base64.getEncoder().encodeToString(measurement));
    }
}
