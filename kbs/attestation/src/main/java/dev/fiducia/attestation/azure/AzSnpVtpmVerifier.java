package dev.fiducia.attestation.azure;

import com.fasterxml.jackson.databind.JsonNode;

import dev.fiducia.attestation.Expectations;
import dev.fiducia.attestation.Tee;
import dev.fiducia.attestation.TeeClaims;
import dev.fiducia.attestation.VerificationResult;
import dev.fiducia.attestation.Verifier;
import dev.fiducia.attestation.evidence.RefusedException;
import dev.fiducia.attestation.evidence.Verification;
import dev.fiducia.attestation.snp.SnpConfig;
import dev.fiducia.attestation.snp.SnpReportVerifier;
import dev.fiducia.attestation.snp.SnpSetupException;
import dev.fiducia.crypto.CryptoSuite;

import java.time.InstantSource;

/// Verifies evidence of Azure's confidential VMs on SEV-SNP.
///
/// Report data is mandatory. The hardware's own HOST_DATA is the paravisor's; initdata is bound to
/// PCR 8 of the vTPM.
public final class AzSnpVtpmVerifier implements Verifier {

    private final SnpReportVerifier reports;
    private final VtpmChecks checks;
    private final CryptoSuite crypto;

    private AzSnpVtpmVerifier(SnpReportVerifier reports, CryptoSuite crypto) {
        this.reports = reports;
        this.checks = new VtpmChecks(crypto);
        this.crypto = crypto;
    }

    /// A verifier that trusts AMD's roots and those of the configuration. Certificates come with
    /// the evidence; none is ever fetched.
    ///
    /// @throws SnpSetupException when a configured root can't be used
    public static AzSnpVtpmVerifier create(
            SnpConfig config, CryptoSuite crypto, InstantSource clock) throws SnpSetupException {
        return new AzSnpVtpmVerifier(SnpReportVerifier.create(config, crypto, clock), crypto);
    }

    @Override
    public Tee tee() {
        return Tee.AZ_SNP_VTPM;
    }

    @Override
    public VerificationResult verify(JsonNode evidence, Expectations expected) {
        return Verification.of(() -> verified(evidence, expected));
    }

    /// The checks of the specification, section 4.8.
    private TeeClaims verified(JsonNode json, Expectations expected) throws RefusedException {
        byte[] nonce = checks.nonce(expected);
        AzureEvidence evidence = AzureEvidence.ofSnp(json);
        HclReport hcl = HclReport.parse(evidence.hclReport(), HclReport.Hardware.SNP);
        RuntimeData runtimeData = RuntimeData.parse(hcl.runtimeData(), crypto);
        checks.quote(evidence.quote(), runtimeData, nonce);
        SnpReportVerifier.Genuine genuine =
                reports.verify(hcl.hardwareReport(), evidence.endorsement());
        checks.runtimeData(hcl, genuine.report().reportData());
        boolean userDataIsBound = checks.userData(evidence, runtimeData, nonce);
        checks.initdata(evidence.quote(), expected);
        var claims = AzSnpClaims.of(genuine.claims());
        VtpmChecks.claim(claims, evidence, runtimeData, userDataIsBound);
        return new TeeClaims(Tee.AZ_SNP_VTPM, Tee.AZ_SNP_VTPM.teeClass(), claims);
    }
}
