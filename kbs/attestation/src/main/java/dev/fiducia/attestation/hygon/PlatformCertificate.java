package dev.fiducia.attestation.hygon;

import dev.fiducia.attestation.evidence.ByteCursor;
import dev.fiducia.attestation.evidence.RefusedException;
import dev.fiducia.crypto.CryptoSuite;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// A certificate of a chip's keys (CEK, PEK): 2084 bytes, with room for two signatures.
///
/// @param body what is signed
@SuppressWarnings("ArrayRecordComponent") // never changed nor compared
record PlatformCertificate(HygonKey key, byte[] body, List<Slot> slots) {

    static final int LENGTH = 2084;
    private static final String CODE = "hygon-certificate-malformed";
    private static final int BODY = 1044;
    private static final int SLOTS = 2;

    PlatformCertificate {
        slots = List.copyOf(slots);
    }

    /// A place for a signature: of which key, and the signature, which in an unused one is none.
    @SuppressWarnings("ArrayRecordComponent") // never changed nor compared
    record Slot(long usage, long algorithm, byte[] signature) {}

    static PlatformCertificate parse(byte[] bytes, Usage usage, CryptoSuite crypto)
            throws RefusedException {
        ByteCursor in = ByteCursor.littleEndian(bytes, usage + " certificate", CODE);
        if (in.u32() != 1) {
            throw in.malformed("is of another version than 1");
        }
        in.skip(4); // the firmware's version
        if (!usage.is(in.u32())) {
            throw in.malformed("is for another use");
        }
        if (in.u32() != Usage.SM2_SIGN) {
            throw in.malformed("has a key that doesn't sign with SM2");
        }
        HygonKey key = HygonKey.parse(usage, in, crypto);
        in.skip(BODY - in.position());
        List<Slot> slots = new ArrayList<>();
        for (int i = 0; i < SLOTS; i++) {
            long of = in.u32();
            long algorithm = in.u32();
            slots.add(new Slot(of, algorithm, HygonKey.signature(in)));
            in.skip(368);
        }
        in.requireEnd();
        return new PlatformCertificate(key, Arrays.copyOf(bytes, BODY), slots);
    }

    /// Whether that key signed this certificate, in the place for signatures of its kind.
    boolean isIssuedBy(HygonKey issuer, CryptoSuite crypto) {
        Optional<Slot> slot =
                slots.stream()
                        .filter(one ->
                                issuer.usage().is(one.usage()) && one.algorithm() == Usage.SM2_SIGN)
                        .findFirst();
        return slot.isPresent() && issuer.signed(body, slot.get().signature(), crypto);
    }
}
