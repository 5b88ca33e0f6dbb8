package dev.fiducia.initdata.registry;

import dev.fiducia.initdata.lint.Finding;

import java.util.List;

/// Judges what is to be registered, beyond the lint catalogue. An error refuses it, unless whoever
/// asks forces it with a reason. Safe for use by many threads; a rule that can't judge says so in a
/// finding of severity error.
@FunctionalInterface
public interface RegistrationRule {
    /// What the rule has to say.
    List<Finding> judge(RegistrationCandidate candidate);
}
