package dev.fiducia.kbs;

import dev.fiducia.attestation.token.TokenSigner;
import dev.fiducia.ha.store.StoreException;
import dev.fiducia.kbs.decision.Decisions;
import dev.fiducia.kbs.decision.Facts;

/// Puts on record which key of configured files signs tokens: nobody calls the service to change
/// it, so nothing else would tell.
///
/// @param decisions takes the records of this replica
record TokenKeyRecord(Decisions decisions) {
    private static final String ACTION = "token-key.take-up";

    /// Whether it is on record that this key signs from now on.
    boolean isTakenUp(TokenSigner key) {
        Facts facts =
                Facts.of(ACTION, "fiducia", "token-key/" + key.keyId())
                        .with("outcome", "taken up")
                        .with("key", key.keyId());
        return decisions.grant(facts) instanceof Decisions.Recorded.On;
    }

    /// @throws StoreException if it can't be put on record
    void atStart(TokenSigner key) {
        if (!isTakenUp(key)) {
            throw new StoreException(
                    StoreException.Reason.UNAVAILABLE,
                    "the token signing key can't be put on record, so no token is signed with it");
        }
    }
}
