package dev.fiducia.attestation.tpm;

import dev.fiducia.attestation.evidence.ByteCursor;
import dev.fiducia.attestation.evidence.RefusedException;

/// A TPM's signature with the scheme that it names.
///
/// The scheme is part of what was sent, so it only says how to try: the key decides whether it fits
/// (an RSA key never verifies ECDSA), and the hash has to be one that is accepted.
///
/// @param scheme how the key was used
/// @param hash what the message was hashed with
/// @param value RSA: the number, big-endian; ECDSA: r ‖ s, each 48 bytes or 32 as the curve has it
@SuppressWarnings("ArrayRecordComponent") // copied both ways, never compared
record TpmSignature(Scheme scheme, TpmHash hash, byte[] value) {

    private static final int RSASSA = 0x0014;
    private static final int RSAPSS = 0x0016;
    private static final int ECDSA = 0x0018;

    /// RSA of 4096 bits.
    static final int MAX_LENGTH = 512;

    /// What this verifier knows of TPM_ALG_ID for signatures.
    enum Scheme {
        RSASSA,
        RSAPSS,
        ECDSA
    }

    TpmSignature {
        value = value.clone();
    }

    @Override
    public byte[] value() {
        return value.clone();
    }

    /// A bare RSASSA-PKCS1-v1_5 signature with SHA-256, as Azure's attester sends it.
    static TpmSignature rsassaSha256(byte[] value) {
        return new TpmSignature(Scheme.RSASSA, TpmHash.SHA256, value);
    }

    /// A TPMT_SIGNATURE.
    static TpmSignature parse(byte[] bytes) throws RefusedException {
        ByteCursor in = ByteCursor.bigEndian(bytes, "signature", "tpm-signature-malformed");
        int algorithm = in.u16();
        Scheme scheme =
                switch (algorithm) {
                    case RSASSA -> Scheme.RSASSA;
                    case RSAPSS -> Scheme.RSAPSS;
                    case ECDSA -> Scheme.ECDSA;
                    default ->
                            throw RefusedException.at(
                                    "tpm-signature-algorithm",
                                    String.format(
                                            "Signature algorithm 0x%04x is not accepted: it has to be"
                                                    + " RSASSA, RSAPSS or ECDSA",
                                            algorithm),
                                    "signature+0x0");
                };
        TpmHash hash = TpmHash.of(in.u16());
        byte[] value = scheme == Scheme.ECDSA ? joined(in, sized(in), sized(in)) : sized(in);
        in.requireEnd();
        return new TpmSignature(scheme, hash, value);
    }

    /// TPMs drop leading zeros of r and s at will; both are brought to the length of the longer
    /// one's curve.
    private static byte[] joined(ByteCursor in, byte[] r, byte[] s) throws RefusedException {
        int longest = Math.max(r.length, s.length);
        if (longest > 48) {
            throw in.malformed("has numbers longer than those of P-384");
        }
        int half = longest > 32 ? 48 : 32;
        byte[] joined = new byte[2 * half];
        System.arraycopy(r, 0, joined, half - r.length, r.length);
        System.arraycopy(s, 0, joined, 2 * half - s.length, s.length);
        return joined;
    }

    private static byte[] sized(ByteCursor in) throws RefusedException {
        int length = in.u16();
        if (length > MAX_LENGTH) {
            throw in.malformed("has a field of " + length + " bytes");
        }
        return in.take(length);
    }
}
