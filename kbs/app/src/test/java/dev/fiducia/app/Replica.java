package dev.fiducia.app;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// One replica: a process of the distribution, started again and again with one configuration.
final class Replica {
    /// Of this build.
    static final Path DISTRIBUTION = Path.of("target", "fiducia").toAbsolutePath();

    private static final String REHEARSAL_SECONDS = System.getProperty("trial.rehearsal", "0");
    // Threads that are started meanwhile have the old priority.
    private static final int RENICES = 3;

    private final Path configuration;
    private final Path log;
    private final Place place;
    private Path distribution;
    private Process process;

    /// Starts it; it serves once [#awaitServing()] returns.
    Replica(Path distribution, Path configuration, Place place) throws IOException {
        this.distribution = distribution;
        this.configuration = configuration;
        this.log = configuration.resolveSibling(configuration.getFileName() + ".log");
        this.place = place;
        this.process = launch(List.of());
    }

    InetSocketAddress address() {
        return place.serves();
    }

    private Process launch(List<String> priority) throws IOException {
        Files.deleteIfExists(log);
        List<String> command = new ArrayList<>(priority);
        command.addAll(place.launcher());
        command.addAll(
                List.of(
                        distribution.resolve("bin").resolve("fiducia").toString(),
                        "serve",
                        "--config-file",
                        configuration.toString()));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        if (distribution.equals(DISTRIBUTION)) {
            // Another build may not know this key.
            builder.environment().put("KBS__MANAGEMENT__REHEARSAL_SECONDS", REHEARSAL_SECONDS);
        }
        return builder.start();
    }

    void awaitServing() throws IOException, InterruptedException {
        while (!Files.exists(log) || !Files.readString(log).contains("Serving on")) {
            if (process.waitFor(50, TimeUnit.MILLISECONDS)) {
                throw new IOException("a replica ended: " + Files.readString(log));
            }
        }
    }

    /// `kill -9`, whatever it is doing.
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /// Stops it for a while as a machine is that sleeps, or whose host has other things to do.
    void pause(int seconds) throws IOException, InterruptedException {
        signal("-STOP");
        TimeUnit.SECONDS.sleep(seconds);
        signal("-CONT");
    }

    private void signal(String signal) throws IOException, InterruptedException {
        new ProcessBuilder("kill", signal, Long.toString(process.pid())).start().waitFor();
    }

    /// Tells it to stop, and waits until it has.
    void stop() throws InterruptedException {
        process.destroy();
        process.waitFor();
    }

    /// From now on it is of another build.
    void becomes(Path other) {
        distribution = other;
    }

    void startAgain() throws IOException {
        process = launch(List.of());
    }

    /// Starts it where it takes nothing from the others, as on a host of its own. It serves once
    /// [#joinIn()] returns, if nobody asks it before.
    void startAgainAside() throws IOException {
        process = launch(List.of("nice", "-n", "19"));
    }

    /// Makes its threads the others' equals, where this process may do so: all but those that
    /// compile, which have idle processors on a host of its own, and take the others' here.
    void joinIn() throws IOException, InterruptedException {
        awaitServing();
        for (int i = 0; i < RENICES; i++) {
            List<String> command = new ArrayList<>(List.of("renice", "-n", "0", "-p"));
            try (Stream<Path> threads =
                    Files.list(Path.of("/proc", Long.toString(process.pid()), "task"))) {
                threads.filter(thread -> !isCompiler(thread))
                        .forEach(thread -> command.add(thread.getFileName().toString()));
            }
            new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        }
    }

    private static boolean isCompiler(Path thread) {
        try {
            return Files.readString(thread.resolve("comm")).matches("C[12] Compiler.*\\s*");
        } catch (IOException e) {
            return true; // it has ended
        }
    }
}
