package dev.fiducia.bench.jmh;

import dev.fiducia.attestation.VerificationResult;
import dev.fiducia.crypto.CryptoPreference;
import dev.fiducia.crypto.CryptoSuite;

import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

import java.util.concurrent.TimeUnit;

/// SEV-SNP evidence, from parsed JSON to claims. The certificate chain is known by its second time,
/// as in service.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class SnpVerifyBenchmark {

    /// Who computes on elliptic curves.
    @Param({"AUTO", "BC", "JDK"})
    public CryptoPreference provider = CryptoPreference.AUTO;

    private @Nullable SnpEvidence evidence;

    /// Makes the evidence once.
    @Setup
    public void setUp() {
        evidence = new SnpEvidence(CryptoSuite.create(provider));
    }

    /// One verification.
    @Benchmark
    public VerificationResult.Verified verify() {
        SnpEvidence made = evidence;
        if (made == null) {
            throw new IllegalStateException("not set up");
        }
        return made.verify();
    }
}
