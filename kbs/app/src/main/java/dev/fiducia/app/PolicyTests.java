package dev.fiducia.app;

import dev.fiducia.policy.EvalRequest;
import dev.fiducia.policy.EvalResult;
import dev.fiducia.policy.PolicySet;
import dev.fiducia.policy.RegoError;
import dev.fiducia.policy.value.RegoBoolean;
import dev.fiducia.policy.value.RegoValue;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/// Runs the `test_` rules of compiled policies, each by itself.
final class PolicyTests {
    private static final String TEST = "test_";
    private static final String TODO = "todo_test_";

    private final PolicySet policies;
    private final RegoValue data;

    PolicyTests(PolicySet policies, RegoValue data) {
        this.policies = policies;
        this.data = data;
    }

    /// How a test ended.
    enum Outcome {
        PASS,
        FAIL,
        ERROR,
        SKIPPED
    }

    /// One test: anything but false and undefined passes, as with `opa test`.
    ///
    /// @param detail what went wrong, if that can be said
    record Result(String rule, Outcome outcome, String detail, List<String> prints, long nanos) {
        String line() {
            String time =
                    outcome == Outcome.SKIPPED
                            ? ""
                            : String.format(Locale.ROOT, " (%.3fms)", nanos / 1e6);
            return RepeatedTests.shown(rule)
                    + ": "
                    + outcome
                    + time
                    + (detail.isEmpty() ? "" : ": " + detail);
        }
    }

    List<Result> run(Predicate<String> wanted) {
        List<Result> results = new ArrayList<>();
        for (String path : policies.rulePaths().stream().sorted().toList()) {
            String name = path.substring(path.lastIndexOf('.') + 1);
            if ((name.startsWith(TEST) || name.startsWith(TODO)) && wanted.test(path)) {
                results.add(
                        name.startsWith(TODO)
                                ? new Result(path, Outcome.SKIPPED, "", List.of(), 0)
                                : one(path));
            }
        }
        return results;
    }

    private Result one(String path) {
        List<String> prints = new ArrayList<>();
        EvalRequest request =
                EvalRequest.builder()
                        .data(data)
                        .printSink((at, message) -> prints.add(at + ": " + message))
                        .build();
        long start = System.nanoTime();
        EvalResult result = policies.prepareRule(path).evaluate(request);
        long nanos = System.nanoTime() - start;
        return switch (result) {
            case EvalResult.Value(RegoValue value) when value != RegoBoolean.FALSE ->
                    new Result(path, Outcome.PASS, "", prints, nanos);
            case EvalResult.Value value -> new Result(path, Outcome.FAIL, "", prints, nanos);
            case EvalResult.Undefined undefined ->
                    new Result(path, Outcome.FAIL, "", prints, nanos);
            case EvalResult.Failed(RegoError error) ->
                    new Result(
                            path,
                            Outcome.ERROR,
                            (error.at() == null ? "" : error.at() + ": ")
                                    + error.code()
                                    + ": "
                                    + error.message(),
                            prints,
                            nanos);
        };
    }
}
