package dev.fiducia.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fiducia.attestation.appraisal.PolicyResult;
import dev.fiducia.attestation.appraisal.TrustTier;
import dev.fiducia.bench.jmh.AppraisalBenchmark;
import dev.fiducia.bench.jmh.JweBenchmark;
import dev.fiducia.bench.jmh.SnpVerifyBenchmark;
import dev.fiducia.bench.jmh.TdxVerifyBenchmark;
import dev.fiducia.crypto.CryptoPreference;
import dev.fiducia.guest.TeeKeyAlgorithm;
import dev.fiducia.kbs.jwe.JweException;
import dev.fiducia.kbs.jwe.TeeKeyException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A benchmark that measures a failure looks fast, so each has to succeed once.
class BenchmarksTest {

    @ParameterizedTest
    @EnumSource(CryptoPreference.class)
    void evidenceVerifies(CryptoPreference provider) {
        SnpVerifyBenchmark benchmark = new SnpVerifyBenchmark();
        benchmark.provider = provider;
        benchmark.setUp();

        assertThat(benchmark.verify().claims()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(CryptoPreference.class)
    void quotesVerify(CryptoPreference provider) {
        TdxVerifyBenchmark benchmark = new TdxVerifyBenchmark();
        benchmark.provider = provider;
        benchmark.setUp();

        assertThat(benchmark.verify().claims()).hasSize(1);
        assertThat(benchmark.signatures()).isTrue();
    }

    @Test
    void policyJudges() {
        AppraisalBenchmark benchmark = new AppraisalBenchmark();

        assertThat(benchmark.evaluate())
                .isInstanceOfSatisfying(
                        PolicyResult.Judged.class,
                        judged ->
                                assertThat(judged.verdict().trustVector().status())
                                        .isEqualTo(TrustTier.AFFIRMING));
        assertThat(benchmark.compile()).isNotNull();
    }

    @ParameterizedTest
    @EnumSource(TeeKeyAlgorithm.class)
    void secretsAreEncrypted(TeeKeyAlgorithm algorithm) throws JweException, TeeKeyException {
        JweBenchmark benchmark = new JweBenchmark();
        benchmark.algorithm = algorithm;
        benchmark.setUp();

        assertThat(benchmark.encrypt().toBytes().length).isGreaterThan(4096 * 4 / 3);
    }
}
