package dev.fiducia.crypto;

import java.util.List;
import java.util.stream.Collectors;

/// What the suite uses, for the start log and for `fiducia doctor`.
///
/// @param preference what was asked for
/// @param choices which provider does which group of operations
/// @param warnings what an operator should know: a preference that couldn't be met, and what it
///   costs
public record CryptoReport(
        CryptoPreference preference, List<Choice> choices, List<String> warnings) {

    /// @param operations a group of operations in words
    /// @param provider name and version of its provider
    public record Choice(String operations, String provider) {}

    /// Copies the lists.
    public CryptoReport {
        choices = List.copyOf(choices);
        warnings = List.copyOf(warnings);
    }

    /// The choices on one line.
    public String summary() {
        return choices.stream()
                .map(c -> c.operations() + ": " + c.provider())
                .collect(Collectors.joining("; "));
    }
}
