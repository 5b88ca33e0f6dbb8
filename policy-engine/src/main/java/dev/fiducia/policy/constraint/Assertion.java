package dev.fiducia.policy.constraint;

import dev.fiducia.policy.text.BoundedPattern;
import dev.fiducia.policy.text.PatternRefused;
import dev.fiducia.policy.value.RegoBoolean;
import dev.fiducia.policy.value.RegoNumber;
import dev.fiducia.policy.value.RegoString;
import dev.fiducia.policy.value.RegoValue;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What a case expects of the violations: how many of them have a message that matches.
///
/// @param least how many there must be
/// @param most how many there may be
/// @param message where a message has to match; null when every violation counts
record Assertion(long least, long most, @Nullable BoundedPattern message) {
    private static final RegoValue DEFAULT = RegoString.of("yes");

    static Assertion read(Fields assertion) throws Refused {
        assertion.only(Set.of("violations", "message"));
        RegoValue violations = assertion.value("violations").orElse(DEFAULT);
        BoundedPattern message = message(assertion);
        // YAML reads yes and no as booleans.
        if (violations == RegoBoolean.TRUE || isText(violations, "yes")) {
            return new Assertion(1, Long.MAX_VALUE, message);
        }
        if (violations == RegoBoolean.FALSE || isText(violations, "no")) {
            return new Assertion(0, 0, message);
        }
        if (violations instanceof RegoNumber number && number.isLong() && number.asLong() >= 0) {
            return new Assertion(number.asLong(), number.asLong(), message);
        }
        throw new Refused(
                ConstraintError.INVALID_SUITE,
                "must be a number that is not negative, yes or no",
                assertion.path("violations"));
    }

    private static boolean isText(RegoValue value, String text) {
        return value instanceof RegoString string && string.value().equals(text);
    }

    private static @Nullable BoundedPattern message(Fields assertion) throws Refused {
        Optional<String> text = assertion.text("message");
        if (text.isEmpty()) {
            return null;
        }
        try {
            return BoundedPattern.compile(text.get());
        } catch (PatternRefused e) {
            throw new Refused(
                    ConstraintError.INVALID_SUITE, e.problem(), assertion.path("message"));
        }
    }

    /// What is not as expected; empty when all is.
    Optional<String> problem(List<Violation> violations) {
        List<String> messages = violations.stream().map(Violation::message).toList();
        long count =
                messages.stream().filter(text -> message == null || message.find(text)).count();
        if (count >= least && count <= most) {
            return Optional.empty();
        }
        String containing =
                message == null ? "" : " containing \"" + message.pattern().pattern() + "\"";
        String wanted =
                least == most ? (most == 0 ? "none" : "exactly " + most) : "at least " + least;
        return Optional.of(
                "got "
                        + count
                        + " violations"
                        + containing
                        + " but want "
                        + wanted
                        + ": got messages "
                        + messages);
    }
}
