package dev.fiducia.attestation;

/// What a guest is asked in place of a random nonce, by those TEEs whose hardware has to be asked
/// in a form of its own.
public sealed interface SupplementalChallenge {

    /// A random nonce will do.
    record None() implements SupplementalChallenge {}

    /// The text that is the nonce of this one handshake; fresh, and never given twice.
    record Text(String text) implements SupplementalChallenge {}

    /// Such guests can't be asked now. The refusal holds nothing that a stranger may not know.
    record Refused(Refusal refusal) implements SupplementalChallenge {}

    /// Too many ask at once for what is costly to ask; later it may go better.
    record Busy() implements SupplementalChallenge {}
}
