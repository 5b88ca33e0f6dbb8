package dev.fiducia.attestation.intel;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import dev.fiducia.attestation.collateral.CollateralService;
import dev.fiducia.attestation.evidence.RefusedException;
import dev.fiducia.crypto.CryptoSuite;
import dev.fiducia.crypto.HashAlgorithm;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;

/// Verifies a quote apart from what it is bound to; the specification, section 4.4.4.
///
/// PCK chains and collateral are verified once and kept by content: a warm verification checks two
/// signatures, those of the quoting enclave's report and of the quote.
final class DcapVerifier {

    private static final int MAX_CACHED = 4096;

    private final IntelAnchors anchors;
    private final IntelCollateral collateral;
    private final CryptoSuite crypto;
    private final InstantSource clock;
    private final AttestationKeys attestationKeys;
    private final Cache<ByteBuffer, PckChain> chains =
            Caffeine.newBuilder().maximumSize(MAX_CACHED).build();
    private final Cache<Use, Judged> judged = Caffeine.newBuilder().maximumSize(MAX_CACHED).build();

    /// Whom collateral was verified for.
    private record Use(PckChain chain, DcapQuote.Kind kind) {

        @Override
        @SuppressWarnings("ReferenceEquality") // chains are kept: the same one is the same object
        public boolean equals(Object other) {
            return other instanceof Use that && chain == that.chain && kind == that.kind;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(chain);
        }
    }

    private record Judged(DcapCollateral documents, VerifiedCollateral verified) {}

    DcapVerifier(
            IntelAnchors anchors,
            IntelCollateral collateral,
            CryptoSuite crypto,
            InstantSource clock) {
        this.anchors = anchors;
        this.collateral = collateral;
        this.crypto = crypto;
        this.clock = clock;
        this.attestationKeys = new AttestationKeys(MAX_CACHED, crypto);
    }

    static DcapVerifier create(IntelConfig config, CryptoSuite crypto, InstantSource clock)
            throws IntelSetupException {
        CollateralService service = config.open(crypto, clock);
        return new DcapVerifier(
                IntelAnchors.load(config.extraRoots(), crypto),
                new IntelCollateral(service),
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
        if (!crypto.verifyEcdsaRaw(
                chain.key(),
                HashAlgorithm.SHA256,
                signature.qeReport().bytes(),
                signature.qeSignature())) {
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
        if (!attestationKeys.signed(
                signature.attestationKey(), quote.signedBytes(), signature.signature())) {
            throw RefusedException.of(
                    "dcap-signature-invalid", "The attestation key did not sign this quote");
        }
        return chain;
    }

    private PckChain chain(byte[] pem) throws RefusedException {
        ByteBuffer key = ByteBuffer.wrap(crypto.digest(HashAlgorithm.SHA256, pem));
        PckChain known = chains.getIfPresent(key);
        if (known != null) {
            return known;
        }
        PckChain chain = PckChain.of(new String(pem, StandardCharsets.ISO_8859_1), anchors, crypto);
        chains.put(key, chain);
        return chain;
    }

    /// Collateral is verified once for each platform's key, and again when any of it was renewed.
    private VerifiedCollateral collateral(DcapQuote quote, PckChain chain) throws RefusedException {
        DcapCollateral documents = collateral.find(quote.kind(), chain);
        Use use = new Use(chain, quote.kind());
        Judged known = judged.getIfPresent(use);
        if (known != null && known.documents().isSameAs(documents)) {
            return known.verified();
        }
        VerifiedCollateral verified = VerifiedCollateral.of(documents, chain, crypto);
        judged.put(use, new Judged(documents, verified));
        return verified;
    }
}
