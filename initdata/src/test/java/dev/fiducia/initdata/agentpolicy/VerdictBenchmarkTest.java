package dev.fiducia.initdata.agentpolicy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// A benchmark that measures a refusal looks fast, so each has to succeed once.
class VerdictBenchmarkTest {

    @Test
    void verdictsAreTheExpectedOnes() {
        VerdictBenchmark benchmark = new VerdictBenchmark();

        assertThat(benchmark.exact().match()).isEqualTo(PolicyMatch.EXACT);
        assertThat(benchmark.equivalent().match()).isEqualTo(PolicyMatch.EQUIVALENT);
    }
}
