package dev.fiducia.attestation.azure;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.fiducia.attestation.Expectations;
import dev.fiducia.attestation.evidence.RefusedException;
import dev.fiducia.attestation.tpm.SignedQuote;
import dev.fiducia.attestation.tpm.TpmQuotes;
import dev.fiducia.crypto.CryptoSuite;

import java.util.Arrays;
import java.util.Optional;

/// The checks that Azure's vTPM needs whatever the hardware below; section 4.7 of the
/// specification.
final class VtpmChecks {

    private static final int FIRST_WITH_USER_DATA = 2;

    private final CryptoSuite crypto;
    private final TpmQuotes quotes;

    VtpmChecks(CryptoSuite crypto) {
        this.crypto = crypto;
        this.quotes = new TpmQuotes(crypto);
    }

    /// Evidence without a nonce proves nothing here: nothing else in it is fresh.
    byte[] nonce(Expectations expected) throws RefusedException {
        byte[] nonce = expected.reportData().orElse(new byte[0]);
        if (nonce.length == 0) {
            throw RefusedException.of(
                    "report-data-required",
                    "Azure's evidence is only verified against report data");
        }
        return nonce;
    }

    /// The attestation key signed a quote over this nonce and exactly these PCR values.
    void quote(SignedQuote quote, RuntimeData runtimeData, byte[] nonce) throws RefusedException {
        quotes.signature(quote, runtimeData.key());
        quotes.nonce(quote, nonce);
        quotes.selection(quote);
        quotes.values(quote);
    }

    /// The hardware report is about this runtime data, and so about this attestation key.
    void runtimeData(HclReport hcl, byte[] hardwareReportData) throws RefusedException {
        byte[] digest = crypto.digest(hcl.hash(), hcl.runtimeData());
        if (!HclReport.startsWith(hardwareReportData, digest)) {
            throw RefusedException.of(
                    "hcl-runtime-data-mismatch",
                    "HCL variable data digest doesn't match the hardware report's data");
        }
    }

    /// The runtime data was made for this handshake. The version of evidence is the guest's word,
    /// so it can't switch the check off: where the guest wrote user data, it has to be this nonce;
    /// only guests that say they are of the time before (versions 0 and 1) may have written none,
    /// and a claim tells.
    ///
    /// @return whether the user data is bound to the nonce
    boolean userData(AzureEvidence evidence, RuntimeData runtimeData, byte[] nonce)
            throws RefusedException {
        Optional<byte[]> written = runtimeData.userData();
        boolean isUnwritten =
                written.isEmpty() || Arrays.equals(written.get(), new byte[written.get().length]);
        if (isUnwritten && evidence.version() < FIRST_WITH_USER_DATA) {
            return false;
        }
        if (written.isEmpty()
                || nonce.length > RuntimeData.USER_DATA_LENGTH
                || !crypto.constantTimeEquals(
                        written.get(), Arrays.copyOf(nonce, RuntimeData.USER_DATA_LENGTH))) {
            throw RefusedException.of(
                    "hcl-user-data-mismatch",
                    "User-data in HCL variable data doesn't match report_data");
        }
        return true;
    }

    /// PCR 8 holds the initdata digest, when one is expected.
    void initdata(SignedQuote quote, Expectations expected) throws RefusedException {
        Optional<byte[]> digest = expected.initDataDigest();
        if (digest.isPresent()) {
            quotes.initdata(quote, digest.get());
        }
    }

    /// Puts what the vTPM proved into claims: `tpm`, `report_data`, `init_data`, and beyond
    /// Trustee's how it was proved. Numbers and booleans are strings, as Azure's claims are.
    static void claim(
            ObjectNode claims,
            AzureEvidence evidence,
            RuntimeData runtimeData,
            boolean userDataIsBound) {
        evidence.quote().pcrs().claim(claims.putObject("tpm"));
        claims.put("report_data", TpmQuotes.nonceClaim(evidence.quote()));
        claims.put("init_data", TpmQuotes.initdataClaim(evidence.quote()));
        claims.put("evidence_version", Integer.toString(evidence.version()));
        claims.put("user_data_bound", Boolean.toString(userDataIsBound));
        runtimeData.configuration().ifPresent(settings -> settings(claims, settings));
    }

    private static void settings(ObjectNode claims, JsonNode settings) {
        setting(claims, settings, "secure-boot", "vm_secure_boot");
        setting(claims, settings, "tpm-enabled", "vm_tpm_enabled");
        setting(claims, settings, "tpm-persisted", "vm_tpm_persisted");
        setting(claims, settings, "console-enabled", "vm_console_enabled");
        setting(claims, settings, "vmUniqueId", "vm_unique_id");
    }

    private static void setting(ObjectNode claims, JsonNode settings, String name, String claim) {
        JsonNode value = settings.path(name);
        if (value.isBoolean() || value.isTextual()) {
            claims.put(claim, value.asText());
        }
    }
}
