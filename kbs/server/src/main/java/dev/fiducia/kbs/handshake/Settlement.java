package dev.fiducia.kbs.handshake;

/// What an attempt to attest with a challenge came to.
sealed interface Settlement {

    /// This attempt was the one: its evidence was evaluated.
    record First(Verdict verdict) implements Settlement {}

    /// The challenge was used before with the same TEE key; this is what came of it then.
    record Repeated(Verdict verdict) implements Settlement {}

    /// The challenge was used before, with another TEE key.
    record OtherKey() implements Settlement {}

    /// The challenge was used before with this key, but what came of it is no longer known here.
    record Forgotten() implements Settlement {}

    /// The challenge is being evaluated, and enough callers already wait for the outcome.
    record Crowded() implements Settlement {}

    /// The challenge expired.
    record Over() implements Settlement {}

    /// The challenge expires later than one that is made now.
    record Early() implements Settlement {}
}
