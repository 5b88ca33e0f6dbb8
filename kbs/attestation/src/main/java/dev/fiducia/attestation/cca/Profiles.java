package dev.fiducia.attestation.cca;

import dev.fiducia.attestation.cbor.CborPlace;
import dev.fiducia.attestation.evidence.RefusedException;

import java.util.List;

/// The profile says what the other claims of a token mean, so an unknown one ends everything.
final class Profiles {

    private Profiles() {}

    static String require(CborPlace place, List<String> known) throws RefusedException {
        String profile = place.text();
        if (!known.contains(profile)) {
            throw RefusedException.at(
                    "cca-profile-unsupported",
                    "The profile of the token is none of " + known,
                    place.path());
        }
        return profile;
    }
}
