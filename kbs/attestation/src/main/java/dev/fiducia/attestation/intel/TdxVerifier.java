package dev.fiducia.attestation.intel;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.fiducia.attestation.Expectations;
import dev.fiducia.attestation.Tee;
import dev.fiducia.attestation.TeeClaims;
import dev.fiducia.attestation.VerificationResult;
import dev.fiducia.attestation.Verifier;
import dev.fiducia.attestation.eventlog.EventAlgorithm;
import dev.fiducia.attestation.eventlog.EventLog;
import dev.fiducia.attestation.evidence.JsonPlace;
import dev.fiducia.attestation.evidence.RefusedException;
import dev.fiducia.attestation.evidence.Verification;
import dev.fiducia.crypto.CryptoSuite;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Verifies TDX evidence: a quote of version 4 or 5, and the event log if there is one.
///
/// Whether a TD may be debugged, and whether its platform is up to date, are claims for a policy to
/// judge; a revoked platform, and one without collateral, are refused.
public final class TdxVerifier implements Verifier {

    private static final String CODE = "tdx-evidence-malformed";

    /// CC measurement registers with an RTMR behind them: 1 is RTMR 0.
    private static final Set<Long> REGISTERS = Set.of(1L, 2L, 3L, 4L);

    private final DcapVerifier quotes;
    private final CryptoSuite crypto;

    private TdxVerifier(DcapVerifier quotes, CryptoSuite crypto) {
        this.quotes = quotes;
        this.crypto = crypto;
    }

    /// A verifier set up as configured.
    ///
    /// @throws IntelSetupException when a configured root or directory can't be used
    public static TdxVerifier create(IntelConfig config, CryptoSuite crypto, InstantSource clock)
            throws IntelSetupException {
        return new TdxVerifier(DcapVerifier.create(config, crypto, clock), crypto);
    }

    @Override
    public Tee tee() {
        return Tee.TDX;
    }

    @Override
    public VerificationResult verify(JsonNode evidence, Expectations expected) {
        return Verification.of(() -> verified(evidence, expected));
    }

    /// The checks of the specification, section 4.5.
    private TeeClaims verified(JsonNode json, Expectations expected) throws RefusedException {
        JsonPlace root = JsonPlace.root(json, CODE);
        DcapQuote quote = DcapQuote.parse(root.member("quote").base64UpTo(DcapQuote.MAX_LENGTH));
        if (quote.kind() != DcapQuote.Kind.TDX) {
            throw RefusedException.of(
                    "dcap-version-unsupported", "The quote is one of SGX, not of TDX");
        }
        Optional<EventLog> log = log(root);
        DcapVerifier.Genuine genuine = quotes.verify(quote);
        Bindings bindings = new Bindings(crypto);
        bindings.reportData(quote.body(), expected.reportData());
        bindings.initdata(
                quote.body(), ReportBody.MR_CONFIG_ID, "MRCONFIGID", expected.initDataDigest());
        ObjectNode claims = TdxClaims.of(quote, genuine.chain().platform());
        DcapClaims.add(claims, genuine);
        if (log.isPresent()) {
            replayed(claims, log.get(), quote.body());
        }
        return new TeeClaims(Tee.TDX, Tee.TDX.teeClass(), claims);
    }

    private void replayed(ObjectNode claims, EventLog log, ReportBody body)
            throws RefusedException {
        List<ReportBody.Field> registers =
                List.of(ReportBody.RTMR_0, ReportBody.RTMR_1, ReportBody.RTMR_2, ReportBody.RTMR_3);
        for (int i = 0; i < registers.size(); i++) {
            byte[] register = body.value(registers.get(i));
            log.requireReplay(EventAlgorithm.SHA384, i + 1, register, crypto);
        }
        claims.set("uefi_event_logs", log.authenticated(EventAlgorithm.SHA384, REGISTERS, crypto));
        ArrayNode others = log.unauthenticated(EventAlgorithm.SHA384, REGISTERS, crypto);
        if (!others.isEmpty()) {
            claims.set("unauthenticated_event_logs", others);
        }
    }

    /// Absent, null and empty all mean that the guest has no log.
    private static Optional<EventLog> log(JsonPlace root) throws RefusedException {
        Optional<JsonPlace> member = root.optionalMember("cc_eventlog");
        if (member.isEmpty() || member.get().text().isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(EventLog.parse(member.get().base64UpTo(EventLog.MAX_LENGTH)));
    }
}
