package dev.fiducia.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/// One replica: a process of the distribution, started again and again with one configuration.
final class Replica {
    private static final Path LAUNCHER =
            Path.of("target", "fiducia", "bin", "fiducia").toAbsolutePath();

    private final Path configuration;
    private final Path log;
    private final int port;
    private Process process;

    /// Starts it; it serves once [#awaitServing()] returns.
    Replica(Path configuration, int port) throws IOException {
        this.configuration = configuration;
        this.log = configuration.resolveSibling(configuration.getFileName() + ".log");
        this.port = port;
        this.process = launch();
    }

    int port() {
        return port;
    }

    private Process launch() throws IOException {
        Files.deleteIfExists(log);
        return new ProcessBuilder(
                        LAUNCHER.toString(), "serve", "--config-file", configuration.toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
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

    /// Tells it to stop, and waits until it has.
    void stop() throws InterruptedException {
        process.destroy();
        process.waitFor();
    }

    void startAgain() throws IOException {
        process = launch();
    }
}
