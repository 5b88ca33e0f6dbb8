package dev.fiducia.attestation.cbor;

import dev.fiducia.attestation.evidence.RefusedException;
import dev.fiducia.crypto.CryptoSuite;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

/// A COSE_Sign1 (RFC 9052, section 4.2) with its payload inside; nothing in it is believed before
/// its signature is.
///
/// The protected header says the algorithm and may say content type and key id, which are not
/// looked at; anything else there is refused. The unprotected header is not looked at.
public final class CoseSign1 {

    private static final long TAG = 18;
    private static final long ALG = 1;
    private static final long CONTENT_TYPE = 3;
    private static final long KEY_ID = 4;
    private static final Set<Long> PROTECTED = Set.of(ALG, CONTENT_TYPE, KEY_ID);
    private static final byte[] CONTEXT = "Signature1".getBytes(StandardCharsets.US_ASCII);

    private final CborPlace place;
    private final long algorithm;
    private final byte[] header;
    private final byte[] payload;
    private final byte[] signature;

    private CoseSign1(
            CborPlace place, long algorithm, byte[] header, byte[] payload, byte[] signature) {
        this.place = place;
        this.algorithm = algorithm;
        this.header = header;
        this.payload = payload;
        this.signature = signature;
    }

    /// Reads a tagged COSE_Sign1.
    ///
    /// @param name what it is, for places
    public static CoseSign1 parse(byte[] encoded, String name, String code)
            throws RefusedException {
        CborPlace place = CborPlace.read(encoded, name, code).tagged(TAG);
        List<CborPlace> parts = place.elements(4, 4);
        byte[] header = parts.getFirst().bytes();
        CborPlace entries = CborPlace.read(header, name + " header", code);
        entries.requireOnly(PROTECTED);
        long algorithm = entries.label(ALG).integer();
        parts.get(1).optionalLabel(ALG); // has to be a map
        return new CoseSign1(
                place, algorithm, header, parts.get(2).bytes(), parts.getLast().bytes());
    }

    /// The payload, if this key signed it with the key's own algorithm.
    ///
    /// @param code of the refusal when it did not
    public byte[] verified(CoseKey key, String code, CryptoSuite crypto) throws RefusedException {
        if (!key.isFor(algorithm)) {
            throw RefusedException.at(
                    code,
                    "The signature of "
                            + place.path()
                            + " is of another algorithm than its key's, "
                            + key.algorithmName(),
                    place.path());
        }
        if (!key.verifies(signedBytes(), signature, crypto)) {
            throw RefusedException.at(
                    code, "The signature of " + place.path() + " does not verify", place.path());
        }
        return payload.clone();
    }

    /// The payload before anyone vouches for it: to find the key by.
    public byte[] unverifiedPayload() {
        return payload.clone();
    }

    /// `Sig_structure` (section 4.4) without external data.
    private byte[] signedBytes() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(0x84);
        out.write(0x60 | CONTEXT.length);
        out.writeBytes(CONTEXT);
        string(out, header);
        string(out, new byte[0]);
        string(out, payload);
        return out.toByteArray();
    }

    private static void string(ByteArrayOutputStream out, byte[] bytes) {
        int length = bytes.length;
        if (length < 24) {
            out.write(0x40 | length);
        } else if (length < 1 << 8) {
            out.write(0x58);
            out.write(length);
        } else if (length < 1 << 16) {
            out.write(0x59);
            out.write(length >> 8);
            out.write(length);
        } else {
            out.write(0x5A);
            out.write(length >> 24);
            out.write(length >> 16);
            out.write(length >> 8);
            out.write(length);
        }
        out.writeBytes(bytes);
    }
}
