package dev.fiducia.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fiducia.policy.value.RegoNumber;

import org.junit.jupiter.api.Test;

/// `f()` declares a plain rule, which may be named with and without parentheses.
class EmptyArgumentsTest {
    @Test
    void aRuleWithoutParenthesesIsNoFunction() {
        assertThat(Policies.errors("package p\n\nf := 1\n\nr := f()\n"))
                .anyMatch(error -> error.message().contains("undefined function f"));
    }

    @Test
    void namesTheRuleWithAndWithoutParentheses() {
        String text =
                "package p\n\nf() := input.x\n\nplain := f\n\ncalled := f()\n\nholds if f()\n";
        for (String rule : new String[] {"plain", "called", "f"}) {
            assertThat(Policies.evaluate(text, "data.p." + rule, "{\"x\": 7}"))
                    .isEqualTo(new EvalResult.Value(RegoNumber.of(7)));
        }
        assertThat(Policies.evaluate(text, "data.p.holds", "{\"x\": 7}").isTrue()).isTrue();
        assertThat(Policies.evaluate(text, "data.p.holds", "{\"x\": false}").isTrue()).isFalse();
    }
}
