package dev.fiducia.initdata.registry;

import dev.fiducia.initdata.InitdataDocument;

import java.util.Optional;

/// What somebody wants to be registered or activated, for rules to judge.
///
/// @param revision as it would be: its name, number, labels, platforms and state
/// @param before the name's newest revision so far
/// @param actor who asks; empty in an audit
/// @param dryRun whether only to say what would happen
public record RegistrationCandidate(
        Operation operation,
        InitdataDocument document,
        InitdataRevision revision,
        Optional<InitdataRevision> before,
        Optional<String> actor,
        boolean dryRun) {

    /// What is about to happen.
    public enum Operation {
        REGISTER,
        ACTIVATE
    }
}
