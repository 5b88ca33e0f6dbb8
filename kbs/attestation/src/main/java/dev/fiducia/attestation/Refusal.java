package dev.fiducia.attestation;

import java.util.Optional;

/// Why something was refused.
///
/// @param code stable, for programs: kebab-case, prefixed with the part that refuses
///   (`snp-signature-invalid`)
/// @param message one sentence for people; never holds a secret or a whole input
/// @param place where in the input, as a JSON path or `report+0x180`, when it has a place
public record Refusal(String code, String message, Optional<String> place) {

    /// A refusal of the input as a whole.
    public static Refusal of(String code, String message) {
        return new Refusal(code, message, Optional.empty());
    }

    /// A refusal that points into the input.
    public static Refusal at(String code, String message, String place) {
        return new Refusal(code, message, Optional.of(place));
    }

    /// The refusal as one line of text.
    public String describe() {
        return place.map(p -> code + ": " + message + " (at " + p + ")")
                .orElse(code + ": " + message);
    }
}
