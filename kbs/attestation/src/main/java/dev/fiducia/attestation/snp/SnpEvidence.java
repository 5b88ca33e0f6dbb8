package dev.fiducia.attestation.snp;

import com.fasterxml.jackson.databind.JsonNode;

import dev.fiducia.attestation.evidence.RefusedException;
import dev.fiducia.crypto.CryptoSuite;

import java.util.Optional;

/// What a guest sends: its report and, where its host handed them out, certificates.
///
/// @param report the report, parsed
/// @param certificates empty when the guest leaves it to the verifier to find them
record SnpEvidence(SnpReport report, Optional<PresentedCertificates> certificates) {

    static SnpEvidence parse(JsonNode json, CryptoSuite crypto) throws RefusedException {
        EvidenceJson root = EvidenceJson.root(json);
        SnpReport report =
                SnpReport.parse(SnpReportJson.toBytes(root.member("attestation_report")));
        Optional<EvidenceJson> chain = root.optionalMember("cert_chain");
        return new SnpEvidence(
                report,
                chain.isPresent()
                        ? Optional.of(PresentedCertificates.parse(chain.get(), crypto))
                        : Optional.empty());
    }
}
