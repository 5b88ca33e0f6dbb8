package dev.fiducia.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.fiducia.policy.value.RegoValue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;

/// Random programs: no bug shows as an internal error, the index of clauses in nothing, and neither
/// do an earlier evaluation and those of other threads.
///
/// `-Dfuzz.programs=N` makes N programs a seed, `-Dfuzz.seed=S` starts at another seed.
class EvaluatorFuzzTest {
    private static final int PROGRAMS = Integer.getInteger("fuzz.programs", 40);
    private static final int SEEDS = 3;
    private static final int THREADS = 8;

    private static final RegoValue DATA =
            Policies.json(
                    """
                    {"d": {"m": {"a": 2, "b": 1}, "l": [1, 3, 2], "s": "b", "on": true},
                     "p": {"base": {"a": 3, "z": "a"}}}
                    """);
    private static final List<RegoValue> INPUTS =
            List.of(
                    Policies.json(
                            """
                            {"x": 1, "s": "a", "n": [1, 2, 3], "flag": true, "o": {"a": 0, "b": {"c": 2}}}
                            """),
                    Policies.json(
                            """
                            {"x": 2.0, "s": "b", "n": [3, 3], "flag": false, "o": {"a": 1, "b": {"c": 0}}}
                            """),
                    Policies.json("{\"x\": \"1\", \"n\": [], \"o\": {\"a\": null, \"b\": 4}}"));

    /// What one evaluation gave and printed.
    private record Outcome(EvalResult result, List<String> printed) {}

    /// A program's outcomes, if it compiles, or its diagnostics.
    private record Run(Optional<PolicySet> policy, List<Diagnostic> diagnostics) {}

    private int compiled;
    private int evaluated;
    private int defined;

    static LongStream seeds() {
        return LongStream.range(0, SEEDS).map(i -> Long.getLong("fuzz.seed", 1) + i);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void programsGiveTheSameWithoutIndexAgainAndFromThreads(long seed) throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
            for (int i = 0; i < PROGRAMS; i++) {
                long own = seed * 1_000_003 + i;
                RandomProgram program = RandomProgram.of(own);
                for (Profile profile : Profile.values()) {
                    try {
                        check(program, profile, threads);
                    } catch (AssertionError e) {
                        fail("%s, program %d:%n%s".formatted(profile, own, program), e);
                    }
                }
            }
        }
        int tried = PROGRAMS * Profile.values().length;
        System.out.printf(
                "seed %d: %d of %d compile, %d of %d evaluations defined%n",
                seed, compiled, tried, defined, evaluated);
        assertThat(compiled).isGreaterThan(tried * 9 / 10);
        assertThat(defined).isGreaterThan(evaluated * 6 / 10);
    }

    private void check(RandomProgram program, Profile profile, ExecutorService threads)
            throws Exception {
        Run run = compile(program, RegoCompiler.builder().profile(profile));
        Run plain = compile(program, RegoCompiler.builder().profile(profile).withoutIndex());
        assertThat(plain.diagnostics()).isEqualTo(run.diagnostics());
        if (run.policy().isEmpty()) {
            return;
        }
        compiled++;
        PolicySet policy = run.policy().get();
        List<Outcome> outcomes = outcomes(policy, program.paths());
        outcomes.forEach(this::count);
        assertThat(outcomes(plain.policy().orElseThrow(), program.paths()))
                .as("without index")
                .isEqualTo(outcomes);
        assertThat(outcomes(policy, program.paths())).as("second run").isEqualTo(outcomes);
        Callable<List<Outcome>> again = () -> outcomes(policy, program.paths());
        for (Future<List<Outcome>> other : threads.invokeAll(Collections.nCopies(THREADS, again))) {
            assertThat(other.get()).as("from a thread").isEqualTo(outcomes);
        }
    }

    private static Run compile(RandomProgram program, RegoCompiler.Builder compiler) {
        CompileResult result = compiler.build().compile(program.modules());
        assertThat(result.policy().isPresent()).isEqualTo(result.errors().isEmpty());
        return new Run(result.policy(), result.diagnostics());
    }

    private void count(Outcome outcome) {
        evaluated++;
        switch (outcome.result()) {
            case EvalResult.Value ignored -> defined++;
            case EvalResult.Undefined ignored -> {}
            case EvalResult.Failed(RegoError error) ->
                    assertThat(error.code())
                            .as(error.message())
                            .isIn(
                                    "eval_conflict_error",
                                    "eval_builtin_error",
                                    "eval_type_error",
                                    "eval_with_merge_error");
        }
    }

    private static List<Outcome> outcomes(PolicySet policy, List<String> paths) {
        List<Outcome> outcomes = new ArrayList<>();
        for (String path : paths) {
            PreparedQuery query = policy.prepareRule(path);
            for (RegoValue input : INPUTS) {
                List<String> printed = new ArrayList<>();
                EvalRequest request =
                        EvalRequest.builder()
                                .input(input)
                                .data(DATA)
                                .printSink((at, message) -> printed.add(at + " " + message))
                                .build();
                outcomes.add(new Outcome(query.evaluate(request), printed));
            }
        }
        return outcomes;
    }
}
