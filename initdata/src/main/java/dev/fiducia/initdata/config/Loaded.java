package dev.fiducia.initdata.config;

import java.util.List;
import java.util.Optional;

/// What was read of a file, and what is wrong with it.
///
/// @param config what could be read; nothing when the file is not TOML
/// @param problems in the order of reading; none of them hides another
public record Loaded<T>(Optional<T> config, List<ConfigProblem> problems) {

    public Loaded {
        problems = List.copyOf(problems);
    }
}
