package dev.fiducia.attestation.tpm;

import dev.fiducia.attestation.evidence.ByteCursor;
import dev.fiducia.attestation.evidence.RefusedException;

import java.util.List;

/// A TPMS_ATTEST of type quote, parsed and complete; nothing in it is believed before its signature
/// is.
final class TpmQuote {

    /// TPM_GENERATED_VALUE: only the TPM itself begins a signed structure with it.
    private static final long MAGIC = 0xFF54_4347L;

    /// TPM_ST_ATTEST_QUOTE.
    private static final int QUOTE = 0x8018;

    private static final int CLOCK_INFO_LENGTH = 17;
    private static final int FIRMWARE_VERSION_LENGTH = 8;

    /// TPM2B_DATA and TPM2B_NAME hold a hash with its algorithm at most.
    private static final int MAX_NAME_LENGTH = 2 + 64;

    /// Name, nonce, digest of 66 bytes at most each, 16 selections of 7: under this in any case.
    static final int MAX_LENGTH = 1024;

    private final byte[] signedBytes;
    private final byte[] extraData;
    private final List<PcrSelection> selections;
    private final byte[] pcrDigest;

    private TpmQuote(
            byte[] signedBytes, byte[] extraData, List<PcrSelection> selections, byte[] pcrDigest) {
        this.signedBytes = signedBytes;
        this.extraData = extraData;
        this.selections = selections;
        this.pcrDigest = pcrDigest;
    }

    static TpmQuote parse(byte[] message) throws RefusedException {
        byte[] bytes = message.clone();
        ByteCursor in = ByteCursor.bigEndian(bytes, "quote", "tpm-quote-malformed");
        if (bytes.length > MAX_LENGTH) {
            throw in.malformed("has " + bytes.length + " bytes, more than " + MAX_LENGTH);
        }
        if (in.u32() != MAGIC) {
            throw RefusedException.at(
                    "tpm-quote-magic", "The message was not made by a TPM", "quote+0x0");
        }
        if (in.u16() != QUOTE) {
            throw RefusedException.at(
                    "tpm-quote-type", "The TPM signed something that is no quote", "quote+0x4");
        }
        sized(in, MAX_NAME_LENGTH); // qualifiedSigner: the key itself is what is checked
        byte[] extraData = sized(in, MAX_NAME_LENGTH);
        in.skip(CLOCK_INFO_LENGTH);
        in.skip(FIRMWARE_VERSION_LENGTH);
        List<PcrSelection> selections = PcrSelection.parse(in);
        byte[] pcrDigest = sized(in, MAX_NAME_LENGTH);
        in.requireEnd();
        return new TpmQuote(bytes, extraData, selections, pcrDigest);
    }

    byte[] signedBytes() {
        return signedBytes.clone();
    }

    /// The nonce, as long as whoever asked for the quote made it.
    byte[] extraData() {
        return extraData.clone();
    }

    List<PcrSelection> selections() {
        return selections;
    }

    byte[] pcrDigest() {
        return pcrDigest.clone();
    }

    private static byte[] sized(ByteCursor in, int limit) throws RefusedException {
        int length = in.u16();
        if (length > limit) {
            throw in.malformed("has a field of " + length + " bytes, more than " + limit);
        }
        return in.take(length);
    }
}
