package dev.fiducia.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fiducia.policy.explain.ExplainOptions;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.concurrent.TimeUnit;

/// A few hundred characters that nest deeply cost no more than others: work that doubles with each
/// level would not end. The time is no measure, it only tells what ends from what does not.
class DeepTextTest {
    private static final int DEPTH = 90;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(1 + ¦ 1 ¦ )",
                "(input.x + ¦ input.y ¦ )",
                "object.get(input, ¦ input.x ¦, 1)",
                "concat(\"\", [ ¦ input.x ¦ ])",
                "f([ ¦ input.x ¦ ])",
                "f({\"k\": f( ¦ input.x ¦ )})",
                "input[ ¦ \"x\" ¦ ]",
                "d[ ¦ \"a\" ¦ ]",
                "not f( ¦ input.x ¦ )",
                "[x | x := ¦ 1 ¦ ]",
                "every k, v in input.x { ¦ k == v ¦ }",
                "$\"{ ¦ 1 ¦ }\"",
                "(1 == ¦ 1 ¦ )",
            })
    @Timeout(value = 2, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void deepTextIsCompiledLevelByLevel(String shape) {
        String[] parts = shape.split("¦", -1);
        String deep = parts[0].repeat(DEPTH) + parts[1] + parts[2].repeat(DEPTH);
        for (String rule : List.of("r if { " + deep + " }", "r := y if { y := " + deep + " }")) {
            for (Profile profile : Profile.values()) {
                CompileResult compiled =
                        RegoCompiler.builder()
                                .profile(profile)
                                .build()
                                .compile(
                                        List.of(
                                                PolicySource.of(
                                                        "deep.rego",
                                                        "package p\nimport rego.v1\nf(x) := x\n"
                                                                + "d := {\"a\": \"a\"}\n"
                                                                + rule
                                                                + "\n")));
                assertThat(compiled.policy().isPresent() || !compiled.diagnostics().isEmpty())
                        .isTrue();
                compiled.policy()
                        .ifPresent(policy -> {
                            PreparedQuery query = policy.prepareRule("data.p.r");
                            EvalRequest request = EvalRequest.builder().build();
                            assertThat(query.explain(request, ExplainOptions.standard()).result())
                                    .isEqualTo(query.evaluate(request));
                        });
            }
        }
    }
}
