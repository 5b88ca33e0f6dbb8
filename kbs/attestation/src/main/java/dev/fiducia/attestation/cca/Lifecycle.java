package dev.fiducia.attestation.cca;

import dev.fiducia.attestation.cbor.CborPlace;
import dev.fiducia.attestation.evidence.RefusedException;

/// The security lifecycle of a platform: the upper half of the claim's value; the lower 8 bits are
/// the implementation's.
///
/// @param value the claim
/// @param state what it stands for
record Lifecycle(int value, State state) {

    private static final int STATE_SHIFT = 12;
    private static final int RESERVED = 0x0F00;
    private static final int MAX = 0x60FF;

    /// In the order of their numbers.
    enum State {
        UNKNOWN("unknown"),
        ASSEMBLY_AND_TEST("assembly-and-test"),
        PROVISIONING("rot-provisioning"),
        SECURED("secured"),
        NON_ROT_DEBUG("non-rot-debug"),
        RECOVERABLE_ROT_DEBUG("recoverable-rot-debug"),
        DECOMMISSIONED("decommissioned");

        private final String claim;

        State(String claim) {
            this.claim = claim;
        }

        String claim() {
            return claim;
        }
    }

    static Lifecycle parse(CborPlace place) throws RefusedException {
        int value = place.unsigned(MAX);
        if ((value & RESERVED) != 0) {
            throw place.refused("is no state of the security lifecycle");
        }
        return new Lifecycle(value, State.values()[value >> STATE_SHIFT]);
    }
}
