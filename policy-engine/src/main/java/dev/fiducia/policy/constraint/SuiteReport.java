package dev.fiducia.policy.constraint;

import dev.fiducia.policy.value.RegoArray;
import dev.fiducia.policy.value.RegoObject;
import dev.fiducia.policy.value.RegoString;
import dev.fiducia.policy.value.RegoValue;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/// What came of running a suite.
///
/// @param error why the suite could not be run, if it couldn't
public record SuiteReport(
        String path, boolean skipped, Optional<String> error, Duration time, List<OfTest> tests) {
    public SuiteReport {
        tests = List.copyOf(tests);
    }

    /// How a test or case ended.
    public enum Outcome {
        PASSED,
        FAILED,
        SKIPPED
    }

    /// What came of one test.
    ///
    /// @param error what is wrong with the test as a whole
    public record OfTest(
            String name,
            boolean skipped,
            Optional<String> error,
            Duration time,
            List<OfCase> cases) {
        public OfTest {
            cases = List.copyOf(cases);
        }

        public Outcome outcome() {
            if (skipped) {
                return Outcome.SKIPPED;
            }
            boolean failed =
                    error.isPresent()
                            || cases.stream().anyMatch(c -> c.outcome() == Outcome.FAILED);
            return failed ? Outcome.FAILED : Outcome.PASSED;
        }
    }

    /// What came of one case.
    ///
    /// @param messages of the violations found, in their order
    public record OfCase(
            String name,
            Outcome outcome,
            Optional<String> error,
            Duration time,
            List<String> messages) {
        public OfCase {
            messages = List.copyOf(messages);
        }
    }

    public boolean isFailure() {
        return error.isPresent() || tests.stream().anyMatch(t -> t.outcome() == Outcome.FAILED);
    }

    /// All cases that ended in a way.
    public long count(Outcome outcome) {
        return tests.stream()
                .flatMap(test -> test.cases().stream())
                .filter(one -> one.outcome() == outcome)
                .count();
    }

    /// As JSON; times are in seconds.
    public RegoValue toValue() {
        RegoObject.Builder report =
                RegoObject.builder()
                        .put("path", RegoString.of(path))
                        .put("outcome", outcome(outcome()))
                        .put("seconds", RegoValue.of(seconds(time)))
                        .put("tests", list(tests, SuiteReport::value));
        error.ifPresent(text -> report.put("error", RegoString.of(text)));
        return report.build();
    }

    private Outcome outcome() {
        return skipped ? Outcome.SKIPPED : isFailure() ? Outcome.FAILED : Outcome.PASSED;
    }

    private static RegoValue value(OfTest test) {
        RegoObject.Builder value =
                RegoObject.builder()
                        .put("name", RegoString.of(test.name()))
                        .put("outcome", outcome(test.outcome()))
                        .put("seconds", RegoValue.of(seconds(test.time())))
                        .put("cases", list(test.cases(), SuiteReport::value));
        test.error().ifPresent(text -> value.put("error", RegoString.of(text)));
        return value.build();
    }

    private static RegoValue value(OfCase one) {
        RegoObject.Builder value =
                RegoObject.builder()
                        .put("name", RegoString.of(one.name()))
                        .put("outcome", outcome(one.outcome()))
                        .put("seconds", RegoValue.of(seconds(one.time())))
                        .put("messages", list(one.messages(), RegoString::of));
        one.error().ifPresent(text -> value.put("error", RegoString.of(text)));
        return value.build();
    }

    private static RegoValue outcome(Outcome outcome) {
        return RegoString.of(outcome.name().toLowerCase(Locale.ROOT));
    }

    private static <T> RegoArray list(List<T> items, Function<T, RegoValue> form) {
        return RegoArray.copyOf(items.stream().map(form).toList());
    }

    private static double seconds(Duration time) {
        return time.toMillis() / 1000.0;
    }
}
