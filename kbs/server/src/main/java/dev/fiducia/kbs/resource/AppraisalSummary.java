package dev.fiducia.kbs.resource;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;

/// What a token says, short enough for a log line: of each submodule the status, the trust claims
/// that keep it from affirming, and which initdata the hardware is bound to. Holds names and
/// numbers of verified tokens only, never evidence.
final class AppraisalSummary {
    private static final int FIRST_WARNING = 32;
    private static final int LAST_NEGATIVE_AFFIRMING = -32;

    private AppraisalSummary() {}

    static String of(JsonNode claims) {
        StringJoiner summary = new StringJoiner("; ");
        for (Map.Entry<String, JsonNode> submodule : claims.path("submods").properties()) {
            summary.add(submodule.getKey() + " " + described(submodule.getValue()));
        }
        return summary.length() == 0 ? "no submodules" : summary.toString();
    }

    private static String described(JsonNode appraisal) {
        StringJoiner text = new StringJoiner(" ");
        text.add(appraisal.path("ear.status").asText("without status"));
        appraisal.path("ear.trustworthiness-vector").properties().stream()
                .filter(claim -> isBad(claim.getValue().asInt()))
                .forEach(claim -> text.add(claim.getKey() + "=" + claim.getValue().asInt()));
        JsonNode initdata = appraisal.path("ear.veraison.annotated-evidence").path("initdata");
        if (initdata.isObject()) {
            text.add("initdata=" + initdata.path("state").asText("?").toLowerCase(Locale.ROOT));
            if (initdata.path("name").isTextual()) {
                text.add("(" + initdata.path("name").asText() + ")");
            }
        }
        return text.toString();
    }

    /// Worse than affirming (AR4SI tiers).
    private static boolean isBad(int value) {
        return value >= FIRST_WARNING || value < LAST_NEGATIVE_AFFIRMING;
    }
}
