package dev.fiducia.app;

import dev.fiducia.policy.EvalRequest;
import dev.fiducia.policy.EvalResult;
import dev.fiducia.policy.HostFunction;
import dev.fiducia.policy.PolicySet;
import dev.fiducia.policy.PolicySource;
import dev.fiducia.policy.PrepareResult;
import dev.fiducia.policy.PreparedQuery;
import dev.fiducia.policy.RegoError;
import dev.fiducia.policy.explain.ExplainOptions;
import dev.fiducia.policy.explain.Explanation;
import dev.fiducia.policy.value.RegoArray;
import dev.fiducia.policy.value.RegoBoolean;
import dev.fiducia.policy.value.RegoJson;
import dev.fiducia.policy.value.RegoObject;
import dev.fiducia.policy.value.RegoString;
import dev.fiducia.policy.value.RegoValue;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;

/// `fiducia policy eval`: one rule or query.
///
/// The exit status tells a decision from its absence: 0 only for the value true, or with `--query`
/// for at least one solution; 3 for any other value and for undefined; 1 for a failure.
@Command(
        name = "eval",
        mixinStandardHelpOptions = true,
        description = "Offline: evaluates a rule or a query.",
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:the rule is true (with --any-value: has a value); the query has a solution",
            "1:failed: bad policy or input, an error or a limit of the evaluation",
            "2:wrong usage",
            "3:undefined, or any value other than true",
        })
final class PolicyEvalCommand implements Callable<Integer> {
    @Mixin private PolicyOptions policy = new PolicyOptions();
    @Mixin private OutputOption output = new OutputOption();

    @Option(
            names = "--rule",
            paramLabel = "PATH",
            description = "The rule, such as data.policy.allow.")
    private @Nullable String rule;

    @Option(names = "--query", paramLabel = "REGO", description = "A query, instead of a rule.")
    private @Nullable String query;

    @Option(
            names = "--input",
            paramLabel = "FILE",
            description = "The input document: JSON, or YAML by its name; - is standard input.")
    private @Nullable Path input;

    @Option(names = "--data", paramLabel = "FILE", description = "The document below data.")
    private @Nullable Path data;

    @Option(
            names = "--reference-values",
            paramLabel = "FILE",
            description = "An object: what query_reference_value gives, by name.")
    private @Nullable Path references;

    @Option(names = "--explain", description = "Says why the result is what it is.")
    private boolean explain;

    @Option(
            names = "--mask",
            paramLabel = "PATH",
            description = "With --explain: a path whose value is not shown, such as input.token.")
    private List<String> masked = List.of();

    @Option(names = "--any-value", description = "Any value of the rule is success, not only true.")
    private boolean anyValue;

    @Override
    public Integer call() {
        if ((rule == null) == (query == null)) {
            throw CommandFailure.usage("either --rule or --query is needed");
        }
        List<PolicySource> sources = policy.sources();
        PreparedQuery prepared = prepared(PolicyCheckCommand.compiled(policy, sources));
        EvalRequest request = request();
        if (!explain) {
            EvalResult result = prepared.evaluate(request);
            print(result, null);
            return exitCode(result);
        }
        Explanation explanation =
                prepared.explain(
                        request,
                        ExplainOptions.standard()
                                .withSecrets((path, value) -> masked.contains(path)));
        print(explanation.result(), explanation);
        return exitCode(explanation.result());
    }

    private PreparedQuery prepared(PolicySet set) {
        if (rule != null) {
            return set.prepareRule(rule);
        }
        String text = query == null ? "" : query;
        PrepareResult result = set.prepareQuery(text);
        if (result.query().isEmpty()) {
            Carets carets = new Carets(List.of(PolicySource.of("query", text)));
            result.diagnostics().forEach(d -> System.err.print(carets.text(d)));
            throw CommandFailure.failed("the query does not compile");
        }
        return result.query().get();
    }

    private EvalRequest request() {
        EvalRequest.Builder request =
                EvalRequest.builder()
                        .printSink((at, message) -> System.err.println(at + ": " + message));
        if (input != null) {
            request.input(PolicyDocument.read(input));
        }
        if (data != null) {
            RegoValue document = PolicyDocument.read(data);
            if (!(document instanceof RegoObject)) {
                throw CommandFailure.failed(data + " is not an object");
            }
            request.data(document);
        }
        if (references != null) {
            RegoValue values = PolicyDocument.read(references);
            request.hostFunction(
                    HostFunction.of(
                            "query_reference_value",
                            1,
                            arguments -> reference(values, arguments.getFirst())));
        }
        return request.build();
    }

    /// What the service gives for a name that is not registered is an empty list.
    private static RegoValue reference(RegoValue values, RegoValue name) {
        RegoValue found = values instanceof RegoObject object ? object.get(name) : null;
        return found == null ? RegoArray.EMPTY : found;
    }

    private int exitCode(EvalResult result) {
        boolean any = anyValue || query != null;
        return switch (result) {
            case EvalResult.Value value -> any || result.isTrue() ? ExitCode.OK : ExitCode.DENIED;
            case EvalResult.Undefined undefined -> ExitCode.DENIED;
            case EvalResult.Failed failed -> ExitCode.FAILED;
        };
    }

    private void print(EvalResult result, @Nullable Explanation explanation) {
        if (output.json()) {
            RegoObject.Builder answer = json(result);
            if (explanation != null) {
                answer.put("explanation", explanation.toRego());
            }
            System.out.println(RegoJson.write(answer.build()));
            return;
        }
        switch (result) {
            case EvalResult.Value(RegoValue value) -> System.out.println(RegoJson.write(value));
            case EvalResult.Undefined undefined -> System.out.println("undefined");
            case EvalResult.Failed(RegoError error) ->
                    System.err.println(
                            (error.at() == null ? "" : error.at() + ": ")
                                    + error.code()
                                    + ": "
                                    + error.message());
        }
        if (explanation != null) {
            System.out.print(explanation.toText());
        }
    }

    private static RegoObject.Builder json(EvalResult result) {
        RegoObject.Builder answer =
                RegoObject.builder()
                        .put("defined", RegoBoolean.of(result instanceof EvalResult.Value));
        return switch (result) {
            case EvalResult.Value(RegoValue value) -> answer.put("value", value);
            case EvalResult.Undefined undefined -> answer;
            case EvalResult.Failed(RegoError error) ->
                    answer.put(
                            "error",
                            RegoObject.builder()
                                    .put("code", RegoString.of(error.code()))
                                    .put("message", RegoString.of(error.message()))
                                    .build());
        };
    }
}
