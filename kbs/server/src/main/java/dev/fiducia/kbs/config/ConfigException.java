package dev.fiducia.kbs.config;

import java.io.Serial;
import java.util.List;
import java.util.stream.Collectors;

/// A configuration is refused. Carries every problem found, in the order of the document; its
/// message is one line for each.
public final class ConfigException extends Exception {
    @Serial private static final long serialVersionUID = 1L;

    private final transient List<ConfigProblem> problems;

    ConfigException(List<ConfigProblem> problems) {
        super(problems.stream().map(ConfigProblem::toString).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    ConfigException(ConfigProblem problem) {
        this(List.of(problem));
    }

    /// At least one.
    public List<ConfigProblem> problems() {
        return problems;
    }
}
