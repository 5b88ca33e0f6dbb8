package dev.fiducia.policy;

import com.fasterxml.jackson.databind.JsonNode;

import dev.fiducia.policy.builtin.HostPower;
import dev.fiducia.policy.explain.ExplainOptions;
import dev.fiducia.policy.value.RegoArray;
import dev.fiducia.policy.value.RegoJson;
import dev.fiducia.policy.value.RegoJsonException;
import dev.fiducia.policy.value.RegoObject;
import dev.fiducia.policy.value.RegoValue;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/// Runs one case by the rules of OPA's own runner; empty when it holds, else the reason.
final class ConformanceRun {
    private static final Limits LIMITS =
            Limits.standard().withMaxTime(Duration.ofSeconds(20)).withMaxSteps(100_000_000L);

    private final ConformanceCase one;

    ConformanceRun(ConformanceCase one) {
        this.one = one;
    }

    private final Instant now = Instant.now();

    Optional<String> failure() {
        try {
            return judge();
        } catch (RegoJsonException e) {
            return Optional.of("case cannot be read: " + e.getMessage());
        } catch (RuntimeException | StackOverflowError e) {
            return Optional.of("threw " + e);
        }
    }

    private Optional<String> judge() throws RegoJsonException {
        List<PolicySource> sources = new ArrayList<>();
        RegoVersion version = one.dialect().equals("v0") ? RegoVersion.V0 : RegoVersion.V1;
        for (String text : one.modules()) {
            sources.add(new PolicySource("test-" + sources.size() + ".rego", text, version));
        }
        CompileResult compiled = compiler(version).compile(sources);
        if (compiled.policy().isEmpty()) {
            return expectedCompileError(compiled.errors());
        }
        PrepareResult prepared = compiled.policy().get().prepareQuery(one.text("query"));
        if (prepared.query().isEmpty()) {
            return expectedCompileError(prepared.diagnostics());
        }
        PreparedQuery query = prepared.query().get();
        EvalResult result = query.evaluate(request());
        EvalResult explained = query.explain(request(), ExplainOptions.standard()).result();
        if (!result.equals(explained)) {
            return Optional.of("explaining changes " + result + " to " + explained);
        }
        return compare(result);
    }

    private RegoCompiler compiler(RegoVersion version) {
        return RegoCompiler.builder()
                .defaultVersion(version)
                .limits(LIMITS)
                .strictBuiltinErrors(one.flag("strict_error"))
                .grant(HostPower.RANDOM)
                .grant(HostPower.RUNTIME)
                .grant(HostPower.HTTP)
                .grant(HostPower.NAMES)
                .build();
    }

    private Optional<String> expectedCompileError(List<Diagnostic> errors) {
        String code = one.text("want_error_code");
        if (!code.isEmpty() && errors.stream().anyMatch(d -> d.code().equals(code))) {
            return Optional.empty();
        }
        return Optional.of("does not compile: " + errors.getFirst());
    }

    private EvalRequest request() throws RegoJsonException {
        EvalRequest.Builder request =
                EvalRequest.builder().random(new Random(42)).clock(InstantSource.fixed(now));
        JsonNode data = one.node().path("data");
        if (!data.isMissingNode() && !data.isNull()) {
            request.data(value(data));
        }
        JsonNode input = one.node().path("input");
        if (!input.isMissingNode()) {
            request.input(value(input));
        }
        String term = one.text("input_term");
        if (!term.isEmpty()) {
            request.input(term(term));
        }
        return request.build();
    }

    private static RegoValue value(JsonNode node) throws RegoJsonException {
        return RegoJson.parse(node.toString());
    }

    private static RegoValue term(String text) {
        CompileResult none = RegoCompiler.builder().build().compile(List.of());
        PrepareResult query = none.policy().orElseThrow().prepareQuery("x := " + text);
        EvalResult result =
                query.query()
                        .orElseThrow(
                                () -> new IllegalArgumentException(query.diagnostics().toString()))
                        .evaluate(EvalRequest.builder().build());
        if (result instanceof EvalResult.Value(RegoArray solutions)
                && solutions.get(0) instanceof RegoObject solution) {
            RegoValue x = solution.get("x");
            if (x != null) {
                return x;
            }
        }
        throw new IllegalArgumentException("input_term is not a value: " + result);
    }

    private Optional<String> compare(EvalResult result) throws RegoJsonException {
        String code = one.text("want_error_code");
        String error = one.text("want_error");
        boolean wantsError = !code.isEmpty() || !error.isEmpty();
        if (result instanceof EvalResult.Failed(RegoError failed)) {
            if (!wantsError) {
                return Optional.of("failed: " + failed);
            }
            if (!code.isEmpty() && !failed.code().equals(code)) {
                return Optional.of("wanted error code " + code + ", got " + failed);
            }
            String message = place(failed.at()) + failed.code() + ": " + failed.message();
            return message.contains(error)
                    ? Optional.empty()
                    : Optional.of("wanted error " + error + ", got " + failed);
        }
        if (wantsError) {
            return Optional.of("wanted error " + code + " " + error + ", got " + shown(result));
        }
        JsonNode defined = one.node().path("want_defined");
        if (defined.isBoolean()) {
            return defined.asBoolean() == result instanceof EvalResult.Value
                    ? Optional.empty()
                    : Optional.of("wanted defined " + defined + ", got " + shown(result));
        }
        return solutions(result);
    }

    /// OPA gives the line without the column.
    private static String place(@Nullable Position at) {
        return at == null ? "" : at.path() + ":" + at.line() + ": ";
    }

    private Optional<String> solutions(EvalResult result) throws RegoJsonException {
        JsonNode want = one.node().path("want_result");
        if (want.isMissingNode() || want.isNull()) {
            return result instanceof EvalResult.Undefined
                    ? Optional.empty()
                    : Optional.of("wanted nothing, got " + shown(result));
        }
        List<RegoValue> expected = new ArrayList<>();
        for (JsonNode binding : want) {
            expected.add(sorted(value(binding)));
        }
        List<RegoValue> actual = new ArrayList<>();
        if (result instanceof EvalResult.Value(RegoArray all)) {
            for (RegoValue binding : all) {
                actual.add(sorted(RegoJson.parse(binding.toJson())));
            }
        }
        return new HashSet<>(expected).equals(new HashSet<>(actual))
                ? Optional.empty()
                : Optional.of("wanted " + expected + ", got " + actual);
    }

    /// With `sort_bindings`, the order within a binding's array does not count.
    private RegoValue sorted(RegoValue binding) {
        if (!one.flag("sort_bindings") || !(binding instanceof RegoObject object)) {
            return binding;
        }
        RegoObject.Builder sorted = RegoObject.builder();
        object.forEach((key, value) -> sorted.put(key, sortedArray(value)));
        return sorted.build();
    }

    private static RegoValue sortedArray(RegoValue value) {
        return value instanceof RegoArray array
                ? RegoArray.copyOf(array.elements().stream().sorted().toList())
                : value;
    }

    private static String shown(EvalResult result) {
        return switch (result) {
            case EvalResult.Value v -> v.value().toJson();
            case EvalResult.Undefined u -> "undefined";
            case EvalResult.Failed f -> f.error().toString();
        };
    }
}
