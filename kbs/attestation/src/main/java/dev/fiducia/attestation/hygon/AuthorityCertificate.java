package dev.fiducia.attestation.hygon;

import dev.fiducia.attestation.evidence.ByteCursor;
import dev.fiducia.attestation.evidence.RefusedException;
import dev.fiducia.crypto.CryptoSuite;

import java.util.Arrays;

/// A certificate of Hygon's authorities (HRK, HSK): 832 bytes.
///
/// @param keyId names the key
/// @param issuerId names the key that signed it
/// @param body what is signed
@SuppressWarnings("ArrayRecordComponent") // never changed nor compared as a whole
record AuthorityCertificate(
        HygonKey key, byte[] keyId, byte[] issuerId, byte[] body, byte[] signature) {

    static final int LENGTH = 832;
    private static final String CODE = "hygon-certificate-malformed";
    private static final int BODY = 576;
    private static final int ID = 16;

    static AuthorityCertificate parse(byte[] bytes, Usage usage, CryptoSuite crypto)
            throws RefusedException {
        ByteCursor in = ByteCursor.littleEndian(bytes, usage + " certificate", CODE);
        if (in.u32() != 1) {
            throw in.malformed("is of another version than 1");
        }
        byte[] keyId = in.take(ID);
        byte[] issuerId = in.take(ID);
        if (!usage.is(in.u32())) {
            throw in.malformed("is for another use");
        }
        in.skip(24);
        HygonKey key = HygonKey.parse(usage, in, crypto);
        in.skip(BODY - in.position());
        byte[] signature = HygonKey.signature(in);
        in.skip(112);
        in.requireEnd();
        return new AuthorityCertificate(
                key, keyId, issuerId, Arrays.copyOf(bytes, BODY), signature);
    }

    /// Whether that authority's key signed this certificate, and the ids say so too.
    boolean isIssuedBy(AuthorityCertificate issuer, CryptoSuite crypto) {
        return Arrays.equals(issuerId, issuer.keyId) && issuer.key.signed(body, signature, crypto);
    }
}
