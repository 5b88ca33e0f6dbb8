package dev.fiducia.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fiducia.policy.value.RegoJson;
import dev.fiducia.policy.value.RegoJsonException;
import dev.fiducia.policy.value.RegoValue;

import java.util.List;

/// Short ways to compile and evaluate in tests.
final class Policies {
    private Policies() {}

    static PolicySet compile(Profile profile, String text) {
        CompileResult result =
                RegoCompiler.builder()
                        .profile(profile)
                        .build()
                        .compile(List.of(PolicySource.of("p.rego", text)));
        assertThat(result.errors()).isEmpty();
        return result.policy().orElseThrow();
    }

    static PolicySet compile(String text) {
        return compile(Profile.OPA, text);
    }

    static EvalResult evaluate(String text, String rule, String input) {
        return compile(text).prepareRule(rule).evaluate(EvalRequest.ofInput(json(input)));
    }

    static List<Diagnostic> errors(String text) {
        return errors(RegoVersion.V1, text);
    }

    static List<Diagnostic> errors(RegoVersion version, String text) {
        return RegoCompiler.builder()
                .build()
                .compile(List.of(new PolicySource("p.rego", text, version)))
                .errors();
    }

    static RegoValue json(String text) {
        try {
            return RegoJson.parse(text);
        } catch (RegoJsonException e) {
            throw new AssertionError(e);
        }
    }
}
