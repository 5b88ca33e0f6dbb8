package dev.fiducia.attestation.intel;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import dev.fiducia.attestation.evidence.RefusedException;
import dev.fiducia.crypto.CryptoSuite;
import dev.fiducia.crypto.HashAlgorithm;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Verifies a quote apart from what it is bound to; the specification, section 4.4.4.
///
/// PCK chains and collateral are verified once and kept by content: a warm verification checks two
/// signatures, those of the quoting enclave's report and of the quote.
final class DcapVerifier {

    private static final int MAX_CACHED = 4096;

    private final IntelAnchors anchors;
    private final List<DcapCollateralSource> sources;
    private final CryptoSuite crypto;
    private final InstantSource clock;
    private final Cache<ByteBuffer, PckChain> chains =
            Caffeine.newBuilder().maximumSize(MAX_CACHED).build();
    private final Cache<ByteBuffer, VerifiedCollateral> collaterals =
            Caffeine.newBuilder().maximumSize(MAX_CACHED).build();

    DcapVerifier(
            IntelAnchors anchors,
            List<? extends DcapCollateralSource> sources,
            CryptoSuite crypto,
            InstantSource clock) {
        this.anchors = anchors;
        this.sources = List.copyOf(sources);
        this.crypto = crypto;
        this.clock = clock;
    }

    static DcapVerifier create(IntelConfig config, CryptoSuite crypto, InstantSource clock)
            throws IntelSetupException {
        return new DcapVerifier(
                IntelAnchors.load(config.extraRoots(), crypto),
                CollateralDirectory.all(config.collateral()),
                crypto,
                clock);
    }

    /// A quote that Intel's keys signed, with all that stands behind it.
    ///
    /// @param chain of the platform's key
    /// @param collateral of the platform's family
    /// @param tcb what the platform's parts add up to
    /// @param isOutdated whether a certificate, list or document is out of its time
    record Genuine(
            DcapQuote quote,
            PckChain chain,
            VerifiedCollateral collateral,
            TcbEvaluation.Both tcb,
            boolean isOutdated) {}

    Genuine verify(DcapQuote quote) throws RefusedException {
        PckChain chain = authenticate(quote);
        VerifiedCollateral collateral = collateral(quote, chain);
        collateral.requireFor(quote, chain.platform());
        TcbEvaluation.requireModule(quote, collateral);
        if (!collateral.qeIdentity().matches(quote.signature().qeReport())) {
            throw RefusedException.of(
                    "dcap-qe-mismatch",
                    "The quoting enclave is not the one that Intel vouches for");
        }
        TcbEvaluation.Both tcb = TcbEvaluation.of(quote, chain.platform(), collateral);
        Instant now = clock.instant();
        return new Genuine(quote, chain, collateral, tcb, collateral.periods().isOutdatedAt(now));
    }

    /// Everything that needs no collateral: the chain from root to platform key to quoting enclave
    /// to attestation key to quote.
    PckChain authenticate(DcapQuote quote) throws RefusedException {
        QuoteSignature signature = quote.signature();
        PckChain chain = chain(signature.pckChain());
        if (!IntelSignatures.signed(
                chain.pck(), signature.qeReport().bytes(), signature.qeSignature(), crypto)) {
            throw RefusedException.of(
                    "dcap-qe-signature-invalid",
                    "The platform's key did not sign the quoting enclave's report");
        }
        byte[] named =
                crypto.digest(
                        HashAlgorithm.SHA256, signature.attestationKey(), signature.qeAuthData());
        byte[] reported = signature.qeReport().value(ReportBody.REPORT_DATA_SGX);
        if (!Arrays.equals(reported, Arrays.copyOf(named, reported.length))) {
            throw RefusedException.of(
                    "dcap-attestation-key-mismatch",
                    "The quoting enclave vouches for another attestation key");
        }
        if (!IntelSignatures.signed(
                signature.attestationKey(), quote.signedBytes(), signature.signature(), crypto)) {
            throw RefusedException.of(
                    "dcap-signature-invalid", "The attestation key did not sign this quote");
        }
        return chain;
    }

    private PckChain chain(String pem) throws RefusedException {
        ByteBuffer key =
                ByteBuffer.wrap(
                        crypto.digest(
                                HashAlgorithm.SHA256, pem.getBytes(StandardCharsets.ISO_8859_1)));
        PckChain known = chains.getIfPresent(key);
        if (known != null) {
            return known;
        }
        PckChain chain = PckChain.of(pem, anchors, crypto);
        chains.put(key, chain);
        return chain;
    }

    private VerifiedCollateral collateral(DcapQuote quote, PckChain chain) throws RefusedException {
        DcapCollateralSource.Request request =
                new DcapCollateralSource.Request(
                        quote.kind() == DcapQuote.Kind.TDX,
                        chain.platform().fmspc(),
                        chain.isPlatform());
        for (DcapCollateralSource source : sources) {
            Optional<DcapCollateral> found = source.find(request);
            if (found.isPresent()) {
                return verified(found.get(), quote, chain);
            }
        }
        throw RefusedException.of(
                "dcap-collateral-unavailable",
                "No collateral is known for platforms with FMSPC "
                        + chain.platform().fmspc()
                        + ", without which a revoked one can't be told");
    }

    private VerifiedCollateral verified(DcapCollateral collateral, DcapQuote quote, PckChain chain)
            throws RefusedException {
        ByteBuffer key =
                ByteBuffer.wrap(
                        crypto.digest(
                                HashAlgorithm.SHA256,
                                collateral.fingerprint(crypto),
                                quote.signature()
                                        .pckChain()
                                        .getBytes(StandardCharsets.ISO_8859_1)));
        VerifiedCollateral known = collaterals.getIfPresent(key);
        if (known != null) {
            return known;
        }
        VerifiedCollateral verified = VerifiedCollateral.of(collateral, chain, crypto);
        collaterals.put(key, verified);
        return verified;
    }
}
