package dev.fiducia.policy.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.fiducia.policy.EvalResult;
import dev.fiducia.policy.value.RegoBoolean;
import dev.fiducia.policy.value.RegoNumber;
import dev.fiducia.policy.value.RegoObject;
import dev.fiducia.policy.value.RegoSet;
import dev.fiducia.policy.value.RegoValue;

import org.junit.jupiter.api.Test;

/// A benchmark that measures a failure looks fast, so each has to succeed once.
class BenchmarksTest {

    @Test
    void decisionsAreTheExpectedOnes() {
        DecisionBenchmark benchmark = new DecisionBenchmark();

        assertThat(benchmark.rbacAllow().isTrue()).isTrue();
        assertThat(value(benchmark.review()))
                .isInstanceOfSatisfying(RegoSet.class, set -> assertThat(set.size()).isEqualTo(2));
        assertThat(value(benchmark.attestation()))
                .isInstanceOfSatisfying(
                        RegoObject.class,
                        claims -> {
                            assertThat(claims.get("hardware")).isEqualTo(RegoNumber.of(2));
                            assertThat(claims.get("executables")).isEqualTo(RegoNumber.of(3));
                            assertThat(claims.get("configuration")).isEqualTo(RegoNumber.of(2));
                        });
    }

    @Test
    void containersAreAllowed() {
        assumeTrue(AgentPolicy.areAtHand(), "no agent policies at " + AgentPolicy.folder());
        AgentBenchmark benchmark = new AgentBenchmark();

        assertThat(allowed(benchmark.createSandboxContainer())).isTrue();
        assertThat(allowed(benchmark.createApplicationContainer())).isTrue();
        assertThat(benchmark.createSandboxContainerPrinting()).hasSizeGreaterThan(10);
        assertThat(benchmark.compile().rulePaths()).isNotEmpty();
    }

    private static RegoValue value(EvalResult result) {
        assertThat(result).isInstanceOf(EvalResult.Value.class);
        return ((EvalResult.Value) result).value();
    }

    private static boolean allowed(EvalResult result) {
        return result.isTrue()
                || (value(result) instanceof RegoObject object
                        && object.get("allowed") == RegoBoolean.TRUE);
    }
}
