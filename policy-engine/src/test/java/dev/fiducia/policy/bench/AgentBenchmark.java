package dev.fiducia.policy.bench;

import dev.fiducia.policy.EvalRequest;
import dev.fiducia.policy.EvalResult;
import dev.fiducia.policy.PolicySet;
import dev.fiducia.policy.PreparedQuery;
import dev.fiducia.policy.value.RegoObject;
import dev.fiducia.policy.value.RegoValue;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Recorded policies of the Kata agent: a decision on a container, and compilation.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 4, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class AgentBenchmark {
    private static final RegoValue STATE = RegoObject.of("pstate", RegoObject.EMPTY);

    private final AgentPolicy web = AgentPolicy.read("web");
    private final PreparedQuery createContainer =
            web.compiled().policy().prepareRule("data.agent_policy.CreateContainerRequest");
    private final RegoValue sandbox = web.createContainer(0);
    private final RegoValue application = web.createContainer(1);
    private final AgentPolicy longest = AgentPolicy.read("pod-cm2");

    /// The sandbox's container.
    @Benchmark
    public EvalResult createSandboxContainer() {
        return createContainer.evaluate(EvalRequest.builder().input(sandbox).data(STATE).build());
    }

    /// The sandbox's container, with what the policy prints collected as the agent does.
    @Benchmark
    public List<String> createSandboxContainerPrinting() {
        List<String> lines = new ArrayList<>();
        EvalResult result =
                createContainer.evaluate(
                        EvalRequest.builder()
                                .input(sandbox)
                                .data(STATE)
                                .printSink((at, message) -> lines.add(at.line() + ": " + message))
                                .build());
        lines.add(result.toString());
        return lines;
    }

    /// An application's container.
    @Benchmark
    public EvalResult createApplicationContainer() {
        return createContainer.evaluate(
                EvalRequest.builder().input(application).data(STATE).build());
    }

    /// Text of 2,113 lines to a policy that can be evaluated.
    @Benchmark
    public PolicySet compile() {
        return longest.compiled().policy();
    }
}
