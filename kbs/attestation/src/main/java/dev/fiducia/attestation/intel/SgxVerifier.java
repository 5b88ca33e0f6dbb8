package dev.fiducia.attestation.intel;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.fiducia.attestation.Expectations;
import dev.fiducia.attestation.Tee;
import dev.fiducia.attestation.TeeClaims;
import dev.fiducia.attestation.VerificationResult;
import dev.fiducia.attestation.Verifier;
import dev.fiducia.attestation.evidence.JsonPlace;
import dev.fiducia.attestation.evidence.RefusedException;
import dev.fiducia.attestation.evidence.Verification;
import dev.fiducia.crypto.CryptoSuite;

import java.time.InstantSource;

/// Verifies SGX evidence: a quote of version 3, of Occlum and Gramine.
///
/// Whether an enclave may be debugged, and whether its platform is up to date, are claims for a
/// policy to judge; a revoked platform, and one without collateral, are refused.
public final class SgxVerifier implements Verifier {

    private static final String CODE = "sgx-evidence-malformed";

    private final DcapVerifier quotes;
    private final CryptoSuite crypto;

    private SgxVerifier(DcapVerifier quotes, CryptoSuite crypto) {
        this.quotes = quotes;
        this.crypto = crypto;
    }

    /// A verifier set up as configured.
    ///
    /// @throws IntelSetupException when a configured root or directory can't be used
    public static SgxVerifier create(IntelConfig config, CryptoSuite crypto, InstantSource clock)
            throws IntelSetupException {
        return new SgxVerifier(DcapVerifier.create(config, crypto, clock), crypto);
    }

    @Override
    public Tee tee() {
        return Tee.SGX;
    }

    @Override
    public VerificationResult verify(JsonNode evidence, Expectations expected) {
        return Verification.of(() -> verified(evidence, expected));
    }

    /// The checks of the specification, section 4.6.
    private TeeClaims verified(JsonNode json, Expectations expected) throws RefusedException {
        JsonPlace root = JsonPlace.root(json, CODE);
        DcapQuote quote = DcapQuote.parse(root.member("quote").base64UpTo(DcapQuote.MAX_LENGTH));
        if (quote.kind() != DcapQuote.Kind.SGX) {
            throw RefusedException.of(
                    "dcap-version-unsupported", "The quote is one of TDX, not of SGX");
        }
        DcapVerifier.Genuine genuine = quotes.verify(quote);
        Bindings bindings = new Bindings(crypto);
        bindings.reportData(quote.body(), expected.reportData());
        bindings.initdata(
                quote.body(), ReportBody.CONFIG_ID, "CONFIGID", expected.initDataDigest());
        ObjectNode claims = SgxClaims.of(quote, genuine.chain().platform());
        DcapClaims.add(claims, genuine);
        return new TeeClaims(Tee.SGX, Tee.SGX.teeClass(), claims);
    }
}
