package dev.fiducia.attestation.nvidia;

import dev.fiducia.attestation.evidence.JsonPlace;
import dev.fiducia.attestation.evidence.RefusedException;

/// The architectures whose devices attest.
enum Architecture {
    HOPPER("Hopper", "gpu"),
    BLACKWELL("Blackwell", "gpu"),
    LS10("LS10", "switch");

    private final String claim;
    private final String teeClass;

    Architecture(String claim, String teeClass) {
        this.claim = claim;
        this.teeClass = teeClass;
    }

    /// As claims spell it.
    String claim() {
        return claim;
    }

    /// `gpu` or `switch`.
    String teeClass() {
        return teeClass;
    }

    /// Attesters spell it in capitals or as claims do.
    static Architecture parse(JsonPlace place) throws RefusedException {
        String text = place.text();
        for (Architecture architecture : values()) {
            if (text.equals(architecture.name()) || text.equals(architecture.claim)) {
                return architecture;
            }
        }
        throw place.refused("is no architecture that is known");
    }
}
