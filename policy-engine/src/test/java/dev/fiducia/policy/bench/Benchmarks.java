package dev.fiducia.policy.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Runs the benchmarks; arguments are those of JMH, such as `-f 1 -prof gc Decision`.
public final class Benchmarks {

    private Benchmarks() {}

    /// The entry point. Benchmarks of recorded agent policies are left out, by name, without these.
    public static void main(String[] arguments) throws IOException {
        List<String> all = new ArrayList<>(List.of(arguments));
        if (!AgentPolicy.areAtHand()) {
            System.out.println(
                    "skipped: AgentBenchmark, no agent policies at " + AgentPolicy.folder());
            all.addAll(List.of("-e", "AgentBenchmark"));
        }
        org.openjdk.jmh.Main.main(all.toArray(String[]::new));
    }
}
