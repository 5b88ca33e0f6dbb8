package dev.fiducia.attestation.azure;

import com.fasterxml.jackson.databind.JsonNode;

import dev.fiducia.attestation.evidence.JsonPlace;
import dev.fiducia.attestation.evidence.RefusedException;
import dev.fiducia.attestation.tpm.SignedQuote;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// What a guest sends: the vTPM's quote, the paravisor's report, and what endorses the hardware.
///
/// @param version 0 (unmarked), 1 or 2, as the guest says
/// @param quote the vTPM's quote
/// @param hclReport the paravisor's report
/// @param endorsement SNP: the VCEK certificate; TDX: the TD quote
@SuppressWarnings("ArrayRecordComponent") // a carrier within this package, never compared
record AzureEvidence(int version, SignedQuote quote, byte[] hclReport, byte[] endorsement) {

    private static final String CODE = "azure-evidence-malformed";
    private static final int MAX_CERTIFICATE_BYTES = 16 << 10;
    private static final int MAX_TD_QUOTE_BYTES = 32 << 10;

    static AzureEvidence ofSnp(JsonNode json) throws RefusedException {
        JsonPlace root = JsonPlace.root(json, CODE);
        int version = version(root);
        if (version == 0) {
            byte[] pem = root.member("vcek").text().getBytes(StandardCharsets.UTF_8);
            if (pem.length > MAX_CERTIFICATE_BYTES) {
                throw root.member("vcek").refused("is too long for a certificate");
            }
            return new AzureEvidence(
                    version,
                    SignedQuote.ofAzure(root.member("quote")),
                    root.member("report").byteArrayUpTo(HclReport.MAX_LENGTH),
                    pem);
        }
        return marked(root, version, "vcek", MAX_CERTIFICATE_BYTES);
    }

    static AzureEvidence ofTdx(JsonNode json) throws RefusedException {
        JsonPlace root = JsonPlace.root(json, CODE);
        int version = version(root);
        if (version == 0) {
            return new AzureEvidence(
                    version,
                    SignedQuote.ofAzure(root.member("tpm_quote")),
                    root.member("hcl_report").byteArrayUpTo(HclReport.MAX_LENGTH),
                    root.member("td_quote").byteArrayUpTo(MAX_TD_QUOTE_BYTES));
        }
        return marked(root, version, "td_quote", MAX_TD_QUOTE_BYTES);
    }

    private static AzureEvidence marked(
            JsonPlace root, int version, String endorsement, int maxEndorsement)
            throws RefusedException {
        return new AzureEvidence(
                version,
                SignedQuote.ofAzure(root.member("tpm_quote")),
                root.member("hcl_report").base64UrlUpTo(HclReport.MAX_LENGTH),
                root.member(endorsement).base64UrlUpTo(maxEndorsement));
    }

    private static int version(JsonPlace root) throws RefusedException {
        Optional<JsonPlace> version = root.optionalMember("version");
        if (version.isEmpty()) {
            return 0;
        }
        long number = version.get().unsigned(0xFFFF_FFFFL);
        if (number != 1 && number != 2) {
            throw version.get().refused("is " + number + ", and only 1 and 2 are known");
        }
        return (int) number;
    }
}
