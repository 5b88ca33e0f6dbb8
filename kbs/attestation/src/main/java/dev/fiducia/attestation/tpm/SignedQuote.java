package dev.fiducia.attestation.tpm;

import dev.fiducia.attestation.evidence.JsonPlace;
import dev.fiducia.attestation.evidence.RefusedException;

/// A quote as an attester sends it: message, signature, and the values that it shall be about.
///
/// @param quote the parsed message
/// @param signature the TPM's signature of the message
/// @param pcrs the values sent beside it
public record SignedQuote(TpmQuote quote, TpmSignature signature, PcrValues pcrs) {

    /// Azure's form: a bare RSASSA signature; strings of hexadecimal, or arrays of numbers in early
    /// evidence.
    public static SignedQuote ofAzure(JsonPlace json) throws RefusedException {
        return new SignedQuote(
                TpmQuote.parse(bytes(json.member("message"), TpmQuote.MAX_LENGTH)),
                TpmSignature.rsassaSha256(bytes(json.member("signature"), TpmSignature.MAX_LENGTH)),
                PcrValues.parse(json.member("pcrs")));
    }

    /// The form of a plain TPM's attester: TPMS_ATTEST and TPMT_SIGNATURE in base64.
    static SignedQuote ofTpm(JsonPlace json) throws RefusedException {
        return new SignedQuote(
                TpmQuote.parse(json.member("message").base64UpTo(TpmQuote.MAX_LENGTH)),
                TpmSignature.parse(
                        json.member("signature").base64UpTo(TpmSignature.MAX_LENGTH + 16)),
                PcrValues.parse(json.member("pcrs")));
    }

    private static byte[] bytes(JsonPlace json, int limit) throws RefusedException {
        return json.node().isArray() ? json.byteArrayUpTo(limit) : json.hexUpTo(limit);
    }
}
