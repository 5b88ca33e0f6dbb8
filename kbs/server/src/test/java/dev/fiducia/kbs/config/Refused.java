package dev.fiducia.kbs.config;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.Map;

/// The problems of a document that is expected to be refused.
final class Refused {
    private Refused() {}

    static List<ConfigProblem> problems(String toml) {
        return problems(toml, Map.of());
    }

    static List<ConfigProblem> problems(String toml, Map<String, String> environment) {
        return catchThrowableOfType(
                        ConfigException.class,
                        () -> FiduciaConfig.parse(toml, "kbs-config.toml", environment))
                .problems();
    }

    /// The one problem, as a user sees it.
    static String message(String toml) {
        List<ConfigProblem> problems = problems(toml);
        if (problems.size() != 1) {
            throw new AssertionError("expected one problem, found " + problems);
        }
        return problems.getFirst().toString();
    }
}
