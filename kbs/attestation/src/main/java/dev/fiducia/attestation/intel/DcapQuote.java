package dev.fiducia.attestation.intel;

import dev.fiducia.attestation.evidence.ByteCursor;
import dev.fiducia.attestation.evidence.RefusedException;

import java.util.Arrays;
import java.util.HexFormat;

/// A quote of version 3 (SGX), 4 or 5 (TDX), parsed and complete; nothing in it is believed yet.
final class DcapQuote {

    /// Five kilobytes are usual; certificates make the most of it.
    static final int MAX_LENGTH = 32 << 10;

    static final int HEADER_LENGTH = 48;
    private static final int ECDSA_P256 = 2;
    private static final long TEE_SGX = 0;
    private static final long TEE_TDX = 0x81;
    private static final int TD_10 = 2;
    private static final int TD_15 = 3;
    private static final byte[] INTEL = HexFormat.of().parseHex("939a7233f79c4ca9940a0db3957f0607");

    /// What the quote is about.
    enum Kind {
        SGX,
        TDX
    }

    private final int version;
    private final byte[] bytes;
    private final ReportBody body;
    private final QuoteSignature signature;
    private final int bodyOffset;

    private DcapQuote(
            int version, byte[] bytes, int bodyOffset, ReportBody body, QuoteSignature signature) {
        this.version = version;
        this.bytes = bytes;
        this.bodyOffset = bodyOffset;
        this.body = body;
        this.signature = signature;
    }

    static DcapQuote parse(byte[] input) throws RefusedException {
        byte[] bytes = input.clone();
        ByteCursor in = ByteCursor.littleEndian(bytes, "quote", "dcap-quote-malformed");
        if (bytes.length == 0) {
            throw in.malformed("is empty");
        }
        if (bytes.length > MAX_LENGTH) {
            throw in.malformed("has " + bytes.length + " bytes, more than " + MAX_LENGTH);
        }
        int version = in.u16();
        if (in.u16() != ECDSA_P256) {
            throw in.malformed("is not signed with ECDSA on P-256");
        }
        long tee = in.u32();
        in.skip(4);
        if (!Arrays.equals(in.take(INTEL.length), INTEL)) {
            throw RefusedException.at(
                    "dcap-vendor-unknown", "The quote was not made by Intel's QE", "quote+0xc");
        }
        in.skip(HEADER_LENGTH - in.position());
        ReportBody.Layout layout = layout(in, version, tee);
        int offset = in.position();
        ReportBody body = new ReportBody(layout, in.take(layout.length()));
        byte[] signature = in.take(in.u32());
        // Behind it there may be anything: Azure fills quotes up with zeros.
        return new DcapQuote(
                version, bytes, offset, body, QuoteSignature.parse(signature, kind(tee)));
    }

    private static Kind kind(long tee) {
        return tee == TEE_SGX ? Kind.SGX : Kind.TDX;
    }

    private static ReportBody.Layout layout(ByteCursor in, int version, long tee)
            throws RefusedException {
        if (version == 3 && tee == TEE_SGX) {
            return ReportBody.Layout.SGX;
        }
        if (version == 4 && tee == TEE_TDX) {
            return ReportBody.Layout.TD_10;
        }
        if (version == 5 && tee == TEE_TDX) {
            int type = in.u16();
            long size = in.u32();
            ReportBody.Layout layout =
                    switch (type) {
                        case TD_10 -> ReportBody.Layout.TD_10;
                        case TD_15 -> ReportBody.Layout.TD_15;
                        default -> throw in.malformed("has a body of unknown type " + type);
                    };
            if (size != layout.length()) {
                throw in.malformed("has a body of " + size + " bytes, not " + layout.length());
            }
            return layout;
        }
        throw RefusedException.at(
                "dcap-version-unsupported",
                String.format("unsupported quote version %d for TEE type 0x%x", version, tee),
                "quote+0x0");
    }

    int version() {
        return version;
    }

    Kind kind() {
        return version == 3 ? Kind.SGX : Kind.TDX;
    }

    ReportBody body() {
        return body;
    }

    QuoteSignature signature() {
        return signature;
    }

    /// What the attestation key signed: header, descriptor of the body in version 5, body.
    byte[] signedBytes() {
        return Arrays.copyOf(bytes, bodyOffset + body.layout().length());
    }

    /// Bytes of header or descriptor in hexadecimal, as they lie.
    String hex(int offset, int length) {
        return HexFormat.of().formatHex(bytes, offset, offset + length);
    }
}
