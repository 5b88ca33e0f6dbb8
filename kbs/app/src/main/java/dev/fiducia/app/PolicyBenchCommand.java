package dev.fiducia.app;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import dev.fiducia.policy.EvalRequest;
import dev.fiducia.policy.EvalResult;
import dev.fiducia.policy.PolicySource;
import dev.fiducia.policy.PreparedQuery;
import dev.fiducia.policy.value.RegoObject;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;

/// `fiducia policy bench`: how long compiling takes, and how often a second a rule is evaluated, on
/// one thread, after warming up.
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        description = "Offline: measures compiling and evaluating a rule, on one thread.")
final class PolicyBenchCommand implements Callable<Integer> {
    private static final int COMPILES = 5;

    @Mixin private PolicyOptions policy = new PolicyOptions();
    @Mixin private OutputOption output = new OutputOption();

    @Option(names = "--rule", required = true, paramLabel = "PATH", description = "The rule.")
    private String rule = "";

    @Option(names = "--input", paramLabel = "FILE", description = "The input document.")
    private @Nullable Path input;

    @Option(names = "--data", paramLabel = "FILE", description = "The document below data.")
    private @Nullable Path data;

    @Option(
            names = "--seconds",
            defaultValue = "3",
            paramLabel = "N",
            description =
                    "How long to measure, after as long a warm-up (default: ${DEFAULT-VALUE}).")
    private int seconds = 3;

    @Override
    public Integer call() {
        if (seconds < 1 || seconds > 600) {
            throw CommandFailure.usage("--seconds is from 1 to 600");
        }
        List<PolicySource> sources = policy.sources();
        PreparedQuery prepared = PolicyCheckCommand.compiled(policy, sources).prepareRule(rule);
        EvalRequest.Builder builder = EvalRequest.builder();
        if (input != null) {
            builder.input(PolicyDocument.read(input));
        }
        builder.data(data == null ? RegoObject.EMPTY : PolicyDocument.read(data));
        EvalRequest request = builder.build();
        EvalResult result = prepared.evaluate(request);
        if (result instanceof EvalResult.Failed failed) {
            throw CommandFailure.failed("the evaluation fails: " + failed.error().message());
        }
        long best = compileNanos(sources);
        rate(prepared, request);
        print(best, rate(prepared, request), result);
        return ExitCode.OK;
    }

    private long compileNanos(List<PolicySource> sources) {
        long best = Long.MAX_VALUE;
        for (int i = 0; i < COMPILES; i++) {
            long start = System.nanoTime();
            policy.compile(sources);
            best = Math.min(best, System.nanoTime() - start);
        }
        return best;
    }

    /// Evaluations a second.
    private double rate(PreparedQuery prepared, EvalRequest request) {
        long start = System.nanoTime();
        long end = start + seconds * 1_000_000_000L;
        long count = 0;
        long now = start;
        while (now < end) {
            EvalResult result = prepared.evaluate(request);
            if (result instanceof EvalResult.Failed failed) {
                throw CommandFailure.failed("the evaluation fails: " + failed.error().message());
            }
            count++;
            now = System.nanoTime();
        }
        return count * 1e9 / (now - start);
    }

    private void print(long compileNanos, double rate, EvalResult result) {
        String outcome = result instanceof EvalResult.Value ? "value" : "undefined";
        if (output.json()) {
            System.out.println(
                    JsonNodeFactory.instance
                            .objectNode()
                            .put("compile_milliseconds", compileNanos / 1e6)
                            .put("evaluations_per_second", rate)
                            .put("result", outcome)
                            .toPrettyString());
            return;
        }
        System.out.printf(
                Locale.ROOT,
                "compile   %10.2f ms (best of %d)%nevaluate  %10.0f /s, %.2f µs each (%s)%n",
                compileNanos / 1e6,
                COMPILES,
                rate,
                1e6 / rate,
                outcome);
    }
}
