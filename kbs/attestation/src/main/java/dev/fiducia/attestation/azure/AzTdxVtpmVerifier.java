package dev.fiducia.attestation.azure;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.fiducia.attestation.Expectations;
import dev.fiducia.attestation.Tee;
import dev.fiducia.attestation.TeeClaims;
import dev.fiducia.attestation.VerificationResult;
import dev.fiducia.attestation.Verifier;
import dev.fiducia.attestation.evidence.RefusedException;
import dev.fiducia.attestation.evidence.Verification;
import dev.fiducia.attestation.intel.IntelConfig;
import dev.fiducia.attestation.intel.IntelSetupException;
import dev.fiducia.attestation.intel.TdQuoteVerifier;
import dev.fiducia.crypto.CryptoSuite;

import java.time.InstantSource;

/// Verifies evidence of Azure's confidential VMs on TDX.
///
/// Report data is mandatory. The TD's own MRCONFIGID is the paravisor's; initdata is bound to PCR 8
/// of the vTPM. The TDREPORT inside the paravisor's report is for the machine itself alone, and is
/// not looked at: the TD quote is bound to the same runtime data.
public final class AzTdxVtpmVerifier implements Verifier {

    private final TdQuoteVerifier quotes;
    private final VtpmChecks checks;
    private final CryptoSuite crypto;

    private AzTdxVtpmVerifier(TdQuoteVerifier quotes, CryptoSuite crypto) {
        this.quotes = quotes;
        this.checks = new VtpmChecks(crypto);
        this.crypto = crypto;
    }

    /// A verifier set up as configured.
    ///
    /// @throws IntelSetupException when a configured root or directory can't be used
    public static AzTdxVtpmVerifier create(
            IntelConfig config, CryptoSuite crypto, InstantSource clock)
            throws IntelSetupException {
        return new AzTdxVtpmVerifier(TdQuoteVerifier.create(config, crypto, clock), crypto);
    }

    @Override
    public Tee tee() {
        return Tee.AZ_TDX_VTPM;
    }

    @Override
    public VerificationResult verify(JsonNode evidence, Expectations expected) {
        return Verification.of(() -> verified(evidence, expected));
    }

    /// The checks of the specification, section 4.9; what needs collateral comes last.
    private TeeClaims verified(JsonNode json, Expectations expected) throws RefusedException {
        byte[] nonce = checks.nonce(expected);
        AzureEvidence evidence = AzureEvidence.ofTdx(json);
        HclReport hcl = HclReport.parse(evidence.hclReport(), HclReport.Hardware.TDX);
        RuntimeData runtimeData = RuntimeData.parse(hcl.runtimeData(), crypto);
        checks.quote(evidence.quote(), runtimeData, nonce);
        TdQuoteVerifier.Parsed quote = TdQuoteVerifier.parse(evidence.endorsement());
        checks.runtimeData(hcl, quote.reportData());
        boolean userDataIsBound = checks.userData(evidence, runtimeData, nonce);
        checks.initdata(evidence.quote(), expected);
        ObjectNode claims = quotes.verify(quote);
        VtpmChecks.claim(claims, evidence, runtimeData, userDataIsBound);
        return new TeeClaims(Tee.AZ_TDX_VTPM, Tee.AZ_TDX_VTPM.teeClass(), claims);
    }
}
