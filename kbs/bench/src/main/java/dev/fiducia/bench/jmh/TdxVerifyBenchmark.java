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

/// TDX evidence, from parsed JSON to claims, beside its two signatures alone. PCK chain and
/// collateral are known by their second time, as in service.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class TdxVerifyBenchmark {

    private static final int QE_REPORT = 384;
    private static final int QUOTE = 632;

    /// Who computes on elliptic curves.
    @Param({"AUTO", "BC", "JDK"})
    public CryptoPreference provider = CryptoPreference.AUTO;

    private @Nullable TdxEvidence evidence;
    private @Nullable BareSignature enclave;
    private @Nullable BareSignature quote;

    /// Makes the evidence once.
    @Setup
    public void setUp() {
        CryptoSuite crypto = CryptoSuite.create(provider);
        evidence = new TdxEvidence(crypto);
        enclave = new BareSignature(crypto, EcCurve.P256, HashAlgorithm.SHA256, QE_REPORT);
        quote = new BareSignature(crypto, EcCurve.P256, HashAlgorithm.SHA256, QUOTE);
    }

    /// One verification.
    @Benchmark
    public VerificationResult.Verified verify() {
        TdxEvidence made = evidence;
        if (made == null) {
            throw new IllegalStateException("not set up");
        }
        return made.verify();
    }

    /// The signatures of the quoting enclave's report and of the quote.
    @Benchmark
    public boolean signatures() {
        BareSignature first = enclave;
        BareSignature second = quote;
        if (first == null || second == null) {
            throw new IllegalStateException("not set up");
        }
        return first.verify() && second.verify();
    }
}
