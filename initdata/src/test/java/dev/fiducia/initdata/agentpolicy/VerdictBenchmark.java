package dev.fiducia.initdata.agentpolicy;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// Judging a policy of 256 KiB that is registered, and one that only says the same.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class VerdictBenchmark {
    private static final int SIZE = 256 * 1024;

    private final String text = GeneratedPolicy.ofSize(SIZE);
    private final String reworded = "# In other words.\n" + text;
    private final PolicyRegister register = register(text);

    private static PolicyRegister register(String text) {
        try {
            return new PolicyRegister(
                    List.of(GeneratedPolicy.registered("1", RegisteredPolicy.Kind.FULL, text)));
        } catch (AgentPolicyException e) {
            throw new IllegalStateException(e);
        }
    }

    /// The bytes of the registered policy.
    @Benchmark
    public PolicyVerdict exact() {
        return register.judge(Optional.of(text));
    }

    /// The same rules and data in other bytes.
    @Benchmark
    public PolicyVerdict equivalent() {
        return register.judge(Optional.of(reworded));
    }
}
