package dev.fiducia.policy.compile;

import dev.fiducia.policy.Limits;
import dev.fiducia.policy.Profile;
import dev.fiducia.policy.RegoVersion;
import dev.fiducia.policy.builtin.Builtins;

import java.util.Map;

/// What a compilation is asked to follow.
///
/// @param strict whether errors of built-ins fail an evaluation
/// @param strictMode whether modules have to keep the rules of OPA's strict mode
/// @param hostFunctions arity by name of the functions that requests bring
/// @param indexed whether clauses are found by the constants they compare with, or all tried
public record Settings(
        Profile profile,
        Limits limits,
        RegoVersion version,
        boolean strict,
        boolean strictMode,
        Builtins builtins,
        Map<String, Integer> hostFunctions,
        boolean indexed) {
    public Settings {
        hostFunctions = Map.copyOf(hostFunctions);
    }
}
