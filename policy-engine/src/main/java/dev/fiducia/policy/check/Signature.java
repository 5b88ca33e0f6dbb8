package dev.fiducia.policy.check;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.stream.Collectors;

/// What a function takes and gives.
///
/// @param result null where a call has no value
public record Signature(String name, List<Parameter> parameters, @Nullable Parameter result) {
    public Signature {
        parameters = List.copyOf(parameters);
    }

    /// A type with its name in the documentation, if it has one there.
    public record Parameter(@Nullable String name, Type type) {
        @Override
        public String toString() {
            return name == null ? type.toString() : name + ": " + type;
        }
    }

    /// The parameters and the result, as error messages list them.
    public String wanted() {
        String listed =
                parameters.stream().map(Parameter::toString).collect(Collectors.joining(", "));
        String separator = listed.isEmpty() || result == null ? "" : ", ";
        return "(" + listed + separator + (result == null ? "" : result) + ")";
    }
}
