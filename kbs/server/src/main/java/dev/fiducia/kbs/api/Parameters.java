package dev.fiducia.kbs.api;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The query of a call, each parameter read as what it has to be.
public final class Parameters {
    private static final int LONGEST = 2000;

    private final Map<String, String> query;

    Parameters(Map<String, String> query) {
        this.query = query;
    }

    /// `true` or `false`; anything else would be a guess.
    public boolean flag(String name, boolean fallback) throws ApiProblem {
        String value = query.get(name);
        if (value == null) {
            return fallback;
        }
        if (!value.equals("true") && !value.equals("false")) {
            throw bad(name + " is true or false");
        }
        return value.equals("true");
    }

    /// A text that is not blank.
    public Optional<String> text(String name) throws ApiProblem {
        Optional<String> value = Optional.ofNullable(query.get(name));
        if (value.filter(String::isBlank).isPresent()) {
            throw bad(name + " is empty: leave it out");
        }
        if (value.filter(
                        text ->
                                text.length() > LONGEST
                                        || text.chars().anyMatch(Character::isISOControl))
                .isPresent()) {
            throw bad(name + " has at most " + LONGEST + " characters and no control characters");
        }
        return value;
    }

    /// Texts between commas.
    public List<String> texts(String name) throws ApiProblem {
        return text(name).map(value -> List.of(value.split(",", -1))).orElse(List.of());
    }

    /// A time such as `2026-11-22T08:00:00Z`.
    public Optional<Instant> instant(String name) throws ApiProblem {
        Optional<String> value = text(name);
        try {
            return value.map(Instant::parse);
        } catch (DateTimeException e) {
            throw bad(name + " is a time in UTC such as 2026-11-22T08:00:00Z");
        }
    }

    /// A whole number within bounds.
    public long whole(String name, long fallback, long min, long max) throws ApiProblem {
        String value = query.get(name);
        if (value == null) {
            return fallback;
        }
        if (!value.matches("[0-9]{1,18}")
                || Long.parseLong(value) < min
                || Long.parseLong(value) > max) {
            throw new ApiProblem(400, "bad-" + name, name + " must be from " + min + " to " + max);
        }
        return Long.parseLong(value);
    }

    /// A refusal of a parameter.
    public static ApiProblem bad(String message) {
        return new ApiProblem(400, "bad-parameter", message);
    }
}
