package dev.fiducia.bench.jmh;

import dev.fiducia.crypto.CryptoPreference;
import dev.fiducia.crypto.CryptoSuite;
import dev.fiducia.guest.TeeKey;
import dev.fiducia.guest.TeeKeyAlgorithm;
import dev.fiducia.kbs.jwe.Jwe;
import dev.fiducia.kbs.jwe.JweException;
import dev.fiducia.kbs.jwe.JweSealer;
import dev.fiducia.kbs.jwe.TeeKeyException;
import dev.fiducia.kbs.jwe.TeePublicKey;

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

/// A secret of 4 KiB encrypted to a guest's key, the reading of that key included.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class JweBenchmark {

    private static final int SECRET = 4096;

    /// Who computes on elliptic curves.
    @Param({"AUTO", "BC", "JDK"})
    public CryptoPreference provider = CryptoPreference.AUTO;

    /// The kind of the guest's key.
    @Param({"ECDH_P256", "ECDH_P521", "RSA_OAEP_256"})
    public TeeKeyAlgorithm algorithm = TeeKeyAlgorithm.ECDH_P256;

    private final byte[] secret = new byte[SECRET];
    private @Nullable JweSealer sealer;
    private @Nullable TeeKey key;

    /// Makes the guest's key once.
    @Setup
    public void setUp() {
        CryptoSuite crypto = CryptoSuite.create(provider);
        sealer = JweSealer.of(crypto);
        key = TeeKey.generate(algorithm, crypto);
    }

    /// One encryption.
    @Benchmark
    public Jwe encrypt() throws JweException, TeeKeyException {
        JweSealer own = sealer;
        TeeKey guest = key;
        if (own == null || guest == null) {
            throw new IllegalStateException("not set up");
        }
        return own.encrypt(TeePublicKey.parse(guest.publicJwk()), secret);
    }
}
