package dev.fiducia.kbs;

import dev.fiducia.attestation.token.FileSigners;
import dev.fiducia.attestation.token.TokenSigner;
import dev.fiducia.kbs.decision.Decisions;
import dev.fiducia.kbs.decision.Facts;

/// Looks after the token signing key of configured files, and puts on record which one signs:
/// nobody calls the service to change it, so nothing else would tell. A key that replaces another
/// counts only once it is on record. That of the start is put there as soon as the log takes it: a
/// sink that is down must not stop a start, and lets no token out. Thread-safe.
final class TokenKeyWatch {
    private static final String ACTION = "token-key.take-up";

    private final FileSigners signers;
    private final Decisions decisions;
    private boolean started;

    TokenKeyWatch(FileSigners signers, Decisions decisions) {
        this.signers = signers;
        this.decisions = decisions;
    }

    /// Looks now.
    synchronized void look() {
        started = started || isOnRecord(signers.current());
        var _ = signers.refresh(this::isOnRecord);
    }

    private boolean isOnRecord(TokenSigner key) {
        Facts facts =
                Facts.of(ACTION, "fiducia", "token-key/" + key.keyId())
                        .with("outcome", "taken up")
                        .with("key", key.keyId());
        return decisions.grant(facts) instanceof Decisions.Recorded.On;
    }
}
