package dev.fiducia.attestation.cca;

import dev.fiducia.attestation.cbor.CborPlace;
import dev.fiducia.attestation.cbor.CoseKey;
import dev.fiducia.attestation.evidence.RefusedException;
import dev.fiducia.crypto.CryptoSuite;
import dev.fiducia.crypto.EcCurve;
import dev.fiducia.crypto.HashAlgorithm;

import java.security.InvalidKeyException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The claims of the realm's token.
///
/// @param key the realm's attestation key (RAK), as the claim holds it: a bare point before there
///   were profiles, a COSE_Key since
/// @param keyHash the algorithm with which the platform's token names the key
@SuppressWarnings("ArrayRecordComponent") // never changed nor compared
record RealmToken(
        Optional<String> profile,
        byte[] challenge,
        byte[] personalization,
        byte[] initialMeasurement,
        List<byte[]> extensibleMeasurements,
        String hash,
        byte[] key,
        HashAlgorithm keyHash,
        String keyHashName) {

    private static final String CODE = "cca-token-malformed";
    private static final List<String> PROFILES = List.of("tag:arm.com,2023:realm#1.0.0");

    private static final long CHALLENGE = 10;
    private static final long PROFILE = 265;
    private static final long PERSONALIZATION = 44_235;
    private static final long HASH = 44_236;
    private static final long KEY = 44_237;
    private static final long INITIAL = 44_238;
    private static final long EXTENSIBLE = 44_239;
    private static final long KEY_HASH = 44_240;
    private static final int REGISTERS = 4;

    RealmToken {
        extensibleMeasurements = List.copyOf(extensibleMeasurements);
    }

    static RealmToken parse(byte[] payload) throws RefusedException {
        CborPlace claims = CborPlace.read(payload, "realm", CODE);
        List<byte[]> registers = new ArrayList<>();
        for (CborPlace place : claims.label(EXTENSIBLE).elements(REGISTERS, REGISTERS)) {
            registers.add(place.bytes(32, 48, 64));
        }
        Optional<CborPlace> profile = claims.optionalLabel(PROFILE);
        return new RealmToken(
                profile.isPresent()
                        ? Optional.of(Profiles.require(profile.get(), PROFILES))
                        : Optional.empty(),
                claims.label(CHALLENGE).bytes(64),
                claims.label(PERSONALIZATION).bytes(64),
                claims.label(INITIAL).bytes(32, 48, 64),
                registers,
                claims.label(HASH).text(),
                claims.label(KEY).bytes(),
                RakHash.parse(claims.label(KEY_HASH)),
                claims.label(KEY_HASH).text());
    }

    /// The realm's key, with the algorithm of its curve.
    CoseKey attestationKey(CryptoSuite crypto) throws RefusedException {
        if (profile.isPresent()) {
            return CoseKey.parse(key, "realm key", CODE, crypto);
        }
        try {
            return CoseKey.point(EcCurve.P384, key, crypto);
        } catch (InvalidKeyException e) {
            throw RefusedException.at(
                    CODE, "The realm's key is not a point of P-384", "realm[" + KEY + "]");
        }
    }
}
