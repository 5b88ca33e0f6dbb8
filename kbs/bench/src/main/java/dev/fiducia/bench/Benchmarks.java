package dev.fiducia.bench;

import java.io.IOException;

/// Runs the benchmarks of single operations; arguments are those of JMH, such as `-f 1 Jwe`.
public final class Benchmarks {

    private Benchmarks() {}

    /// The entry point.
    public static void main(String[] arguments) throws IOException {
        org.openjdk.jmh.Main.main(arguments);
    }
}
