package dev.fiducia.initdata.template;

import java.util.Optional;

/// Something that a template leaves open.
///
/// @param description what it is for
/// @param isOptional whether it may have no value; lines that mention it are then left out
/// @param otherwise its value where none is given, in canonical form
public record Parameter(
        String name,
        ParameterType type,
        String description,
        boolean isOptional,
        Optional<String> otherwise) {}
