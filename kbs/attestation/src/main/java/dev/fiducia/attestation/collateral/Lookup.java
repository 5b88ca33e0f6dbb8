package dev.fiducia.attestation.collateral;

import dev.fiducia.attestation.Refusal;

import java.util.Optional;

/// What became of asking for a document.
public sealed interface Lookup {

    /// A genuine one.
    record Found(HeldDocument held) implements Lookup {}

    /// None that can be used.
    ///
    /// @param reason for the log and the operator: it names paths and addresses
    /// @param refusal why the one that lay there is not genuine, if one did
    record Missing(String reason, Optional<Refusal> refusal) implements Lookup {}
}
