package dev.fiducia.attestation.tpm;

import dev.fiducia.attestation.evidence.RefusedException;
import dev.fiducia.crypto.CryptoSuite;
import dev.fiducia.initdata.Digest;
import dev.fiducia.initdata.Pcr8;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;

/// The checks on a quote, one method each, in the order in which a verifier makes them.
public final class TpmQuotes {

    /// The register in which guests record the initdata digest.
    public static final int INITDATA_REGISTER = 8;

    private static final List<Integer> ALL_REGISTERS =
            IntStream.range(0, PcrValues.COUNT).boxed().toList();

    private final CryptoSuite crypto;

    public TpmQuotes(CryptoSuite crypto) {
        this.crypto = crypto;
    }

    /// The TPM that holds this key signed the message.
    public void signature(SignedQuote signed, AttestationKey key) throws RefusedException {
        if (!key.verifies(signed.signature(), signed.quote().signedBytes(), crypto)) {
            throw RefusedException.of(
                    "tpm-signature-invalid", "The attestation key did not sign this quote");
        }
    }

    /// The quote was made for this nonce, byte for byte.
    public void nonce(SignedQuote signed, byte[] expected) throws RefusedException {
        if (!crypto.constantTimeEquals(signed.quote().extraData(), expected)) {
            throw RefusedException.of(
                    "report-data-mismatch", "The nonce of the quote is not the expected one");
        }
    }

    /// The signed selection is all 24 registers of the SHA-256 bank, so that a value's place in the
    /// list says which register it is. A guest can write to PCR 16 and 23 at will: were the
    /// selection not looked at, their values could be passed off as those of PCR 8 and 11.
    public void selection(SignedQuote signed) throws RefusedException {
        List<PcrSelection> selections = signed.quote().selections();
        if (selections.size() != 1
                || selections.getFirst().bank() != PcrSelection.SHA256_BANK
                || !selections.getFirst().registers().equals(ALL_REGISTERS)) {
            throw RefusedException.of(
                    "tpm-pcr-selection",
                    "The quote has to cover PCR 0 to 23 of the SHA-256 bank and nothing else");
        }
    }

    /// The values are those that the quote's digest was made of.
    public void values(SignedQuote signed) throws RefusedException {
        byte[] digest =
                crypto.digest(signed.signature().hash().algorithm(), signed.pcrs().concatenated());
        if (!crypto.constantTimeEquals(digest, signed.quote().pcrDigest())) {
            throw RefusedException.of(
                    "tpm-pcr-mismatch", "The PCR values are not those that the TPM quoted");
        }
    }

    /// PCR 8 holds the initdata digest, extended once: its first 32 bytes, since that is what pod
    /// VM images extend of a longer one. Registers that nothing was extended to never match.
    public void initdata(SignedQuote signed, byte[] digest) throws RefusedException {
        if (digest.length != 32 && digest.length != 48 && digest.length != 64) {
            throw RefusedException.of(
                    "init-data-unsupported",
                    "An initdata digest of " + digest.length + " bytes can't be bound to PCR 8");
        }
        byte[] expected = HexFormat.of().parseHex(Pcr8.after(Digest.of(digest)));
        if (!Arrays.equals(signed.pcrs().value(INITDATA_REGISTER), expected)) {
            throw RefusedException.at(
                    "init-data-mismatch",
                    "PCR 8 does not hold the initdata digest, extended once",
                    "evidence.tpm_quote.pcrs[8]");
        }
    }

    /// The nonce in hexadecimal, as claims have it.
    public static String nonceClaim(SignedQuote signed) {
        return HexFormat.of().formatHex(signed.quote().extraData());
    }

    /// What is bound to PCR 8, in hexadecimal, as claims have it.
    public static String initdataClaim(SignedQuote signed) {
        return signed.pcrs().hex(INITDATA_REGISTER);
    }
}
