package dev.fiducia.attestation.intel;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.fiducia.attestation.evidence.RefusedException;
import dev.fiducia.crypto.CryptoSuite;

import java.time.InstantSource;

/// Verifies a TD's quote apart from what it is bound to.
///
/// For platforms that put a layer of their own between the TD and the guest, such as Azure: the
/// caller compares report data.
public final class TdQuoteVerifier {

    private final DcapVerifier quotes;

    private TdQuoteVerifier(DcapVerifier quotes) {
        this.quotes = quotes;
    }

    /// A verifier set up as configured.
    ///
    /// @throws IntelSetupException when a configured root or directory can't be used
    public static TdQuoteVerifier create(
            IntelConfig config, CryptoSuite crypto, InstantSource clock)
            throws IntelSetupException {
        return new TdQuoteVerifier(DcapVerifier.create(config, crypto, clock));
    }

    /// A quote that was parsed, but not believed yet.
    public static final class Parsed {
        private final DcapQuote quote;

        private Parsed(DcapQuote quote) {
            this.quote = quote;
        }

        /// REPORTDATA: 64 bytes.
        public byte[] reportData() {
            return quote.body().value(ReportBody.REPORT_DATA_TD);
        }
    }

    /// Parses a quote of version 4 or 5.
    public static Parsed parse(byte[] bytes) throws RefusedException {
        DcapQuote quote = DcapQuote.parse(bytes);
        if (quote.kind() != DcapQuote.Kind.TDX) {
            throw RefusedException.of(
                    "dcap-version-unsupported", "The quote is one of SGX, not of TDX");
        }
        return new Parsed(quote);
    }

    /// Verifies a quote and gives its claims, with `report_data` and `init_data` among them; the
    /// caller's to change.
    public ObjectNode verify(Parsed parsed) throws RefusedException {
        DcapVerifier.Genuine genuine = quotes.verify(parsed.quote);
        ObjectNode claims = TdxClaims.of(parsed.quote, genuine.chain().platform());
        DcapClaims.add(claims, genuine);
        return claims;
    }
}
