package dev.fiducia.attestation.launch;

import java.util.List;

/// A reference value that was worked out.
///
/// @param name as the default attestation policy looks it up
/// @param values accepted ones, as claims spell them; exactly one where `single`
/// @param single whether policies compare with one value (`==`) and not with a list
/// @param meaning what it stands for, for people
public record ComputedValue(String name, List<String> values, boolean single, String meaning) {

    public ComputedValue {
        values = List.copyOf(values);
        if (values.isEmpty() || (single && values.size() != 1)) {
            throw new IllegalArgumentException(name + " has " + values.size() + " values");
        }
    }

    /// One accepted value in a list.
    public static ComputedValue listed(String name, String value, String meaning) {
        return new ComputedValue(name, List.of(value), false, meaning);
    }

    /// One value that stands for itself.
    public static ComputedValue single(String name, String value, String meaning) {
        return new ComputedValue(name, List.of(value), true, meaning);
    }
}
