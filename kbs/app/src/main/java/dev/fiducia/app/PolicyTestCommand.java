package dev.fiducia.app;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;

import dev.fiducia.app.PolicyTests.Outcome;
import dev.fiducia.policy.PolicySet;
import dev.fiducia.policy.value.RegoObject;
import dev.fiducia.policy.value.RegoValue;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Predicate;

/// `fiducia policy test`: runs `test_` rules as `opa test` does.
@Command(
        name = "test",
        mixinStandardHelpOptions = true,
        description =
                "Offline: runs the rules whose names start with test_; todo_test_ is skipped.")
final class PolicyTestCommand implements Callable<Integer> {
    @Mixin private PolicyOptions policy = new PolicyOptions();
    @Mixin private OutputOption output = new OutputOption();

    @Option(
            names = {"--run", "-r"},
            paramLabel = "REGEX",
            description = "Only tests whose path matches somewhere.")
    private @Nullable String run;

    @Option(
            names = {"--verbose", "-v"},
            description = "Shows passing tests and what is printed, too.")
    private boolean verbose;

    @Option(names = "--data", paramLabel = "FILE", description = "The document below data.")
    private @Nullable Path data;

    @Override
    public Integer call() {
        Predicate<String> wanted = wanted();
        PolicySet policies =
                PolicyCheckCommand.compiled(
                        policy, RepeatedTests.apart(policy.sources(), policy.version()));
        RegoValue document = data == null ? RegoObject.EMPTY : PolicyDocument.read(data);
        List<PolicyTests.Result> results = new PolicyTests(policies, document).run(wanted);
        if (output.json()) {
            json(results);
        } else {
            text(results);
        }
        if (results.isEmpty()) {
            throw CommandFailure.failed("there are no tests to run");
        }
        return count(results, Outcome.FAIL) + count(results, Outcome.ERROR) == 0
                ? ExitCode.OK
                : ExitCode.FAILED;
    }

    private Predicate<String> wanted() {
        if (run == null) {
            return path -> true;
        }
        try {
            Pattern pattern = Pattern.compile(run);
            return path -> pattern.matcher(path).find();
        } catch (PatternSyntaxException e) {
            throw CommandFailure.usage("--run: " + e.getMessage());
        }
    }

    private void text(List<PolicyTests.Result> results) {
        for (PolicyTests.Result result : results) {
            if (verbose || result.outcome() != Outcome.PASS) {
                System.out.println(result.line());
            }
            if (verbose) {
                result.prints().forEach(line -> System.out.println("  " + line));
            }
        }
        System.out.println("-".repeat(80));
        for (Outcome outcome : Outcome.values()) {
            long count = count(results, outcome);
            if (count > 0) {
                System.out.println(outcome + ": " + count + "/" + results.size());
            }
        }
    }

    private static void json(List<PolicyTests.Result> results) {
        ArrayNode all = JsonNodeFactory.instance.arrayNode();
        for (PolicyTests.Result result : results) {
            ObjectNode one = all.addObject();
            one.put("rule", RepeatedTests.shown(result.rule()))
                    .put("outcome", result.outcome().name())
                    .put("nanoseconds", result.nanos());
            if (!result.detail().isEmpty()) {
                one.put("detail", result.detail());
            }
            ArrayNode prints = one.putArray("prints");
            result.prints().forEach(prints::add);
        }
        System.out.println(all.toPrettyString());
    }

    private static long count(List<PolicyTests.Result> results, Outcome outcome) {
        return results.stream().filter(result -> result.outcome() == outcome).count();
    }
}
