package dev.fiducia.bench.jmh;

import dev.fiducia.attestation.VerificationResult;
import dev.fiducia.crypto.CryptoPreference;
import dev.fiducia.crypto.CryptoSuite;
import dev.fiducia.crypto.EcCurve;
import dev.fiducia.crypto.HashAlgorithm;

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

/// SEV-SNP evidence, from parsed JSON to claims, beside its one signature alone. The certificate
/// chain is known by its second time, as in service.
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

    /// Signed are the first 672 bytes.
    private static final int REPORT = 0x2A0;

    private @Nullable SnpEvidence evidence;
    private @Nullable BareSignature report;

    /// Makes the evidence once.
    @Setup
    public void setUp() {
        CryptoSuite crypto = CryptoSuite.create(provider);
        evidence = new SnpEvidence(crypto);
        report = new BareSignature(crypto, EcCurve.P384, HashAlgorithm.SHA384, REPORT);
    }

    /// The signature of the report.
    @Benchmark
    public boolean signature() {
        BareSignature made = report;
        if (made == null) {
            throw new IllegalStateException("not set up");
        }
        return made.verify();
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
