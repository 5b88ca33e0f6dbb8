package dev.fiducia.attestation.intel;

import dev.fiducia.attestation.evidence.ByteCursor;
import dev.fiducia.attestation.evidence.RefusedException;

/// The signature section of a quote, from the attestation key to the PCK certificates.
///
/// @param signature of header and body by the attestation key, r ‖ s
/// @param attestationKey x ‖ y on P-256
/// @param qeReport the quoting enclave's own report, which names the attestation key
/// @param qeSignature of that report by the PCK, r ‖ s
/// @param qeAuthData what the quoting enclave hashed beside the key
/// @param pckChain PEM text in its bytes: PCK, its issuer, the root
@SuppressWarnings("ArrayRecordComponent") // a carrier within this package, never compared
record QuoteSignature(
        byte[] signature,
        byte[] attestationKey,
        ReportBody qeReport,
        byte[] qeSignature,
        byte[] qeAuthData,
        byte[] pckChain) {

    private static final int NUMBERS = 64;
    private static final int QE_REPORT_CERTIFICATION = 6;
    private static final int PCK_CHAIN = 5;

    static QuoteSignature parse(byte[] bytes, DcapQuote.Kind kind) throws RefusedException {
        ByteCursor in = ByteCursor.littleEndian(bytes, "quote signature", "dcap-quote-malformed");
        byte[] signature = in.take(NUMBERS);
        byte[] key = in.take(NUMBERS);
        if (kind == DcapQuote.Kind.TDX) {
            require(in, QE_REPORT_CERTIFICATION);
            if (in.u32() != in.remaining()) {
                throw in.malformed("contradicts itself on its length");
            }
        }
        ReportBody.Layout layout = ReportBody.Layout.SGX;
        ReportBody qeReport = new ReportBody(layout, in.take(layout.length()));
        byte[] qeSignature = in.take(NUMBERS);
        byte[] authData = in.take(in.u16());
        require(in, PCK_CHAIN);
        byte[] chain = in.take(in.u32());
        in.requireEnd();
        return new QuoteSignature(signature, key, qeReport, qeSignature, authData, chain);
    }

    private static void require(ByteCursor in, int type) throws RefusedException {
        int found = in.u16();
        if (found != type) {
            throw in.malformed("has certification data of type " + found + ", not " + type);
        }
    }
}
