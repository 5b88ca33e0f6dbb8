package dev.fiducia.app;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/// The time of day as one process sees it, which can be set while it runs. What it measures
/// durations with goes on as it was. Needs Linux and a C compiler.
final class SetClock {
    private static final String SOURCE = "set-clock.c";

    private final Path library;
    private final Path file;

    /// @param library what [#compile(Path)] made
    /// @param file of this clock alone
    SetClock(Path library, Path file) throws IOException {
        this.library = library;
        this.file = file;
        set(Duration.ZERO);
    }

    /// Makes the library that a process is started with.
    static Path compile(Path folder) throws IOException, InterruptedException {
        Path source = folder.resolve(SOURCE);
        Path library = folder.resolve("set-clock.so");
        try (InputStream content = SetClock.class.getResourceAsStream(SOURCE)) {
            Files.copy(Objects.requireNonNull(content, SOURCE), source);
        }
        int exit =
                new ProcessBuilder(
                                "cc",
                                "-shared",
                                "-fPIC",
                                "-O2",
                                "-Wall",
                                "-o",
                                library.toString(),
                                source.toString(),
                                "-ldl")
                        .inheritIO()
                        .start()
                        .waitFor();
        if (exit != 0) {
            throw new IOException(source + " could not be compiled");
        }
        return library;
    }

    /// What a command line starts with whose process has this clock.
    List<String> launcher() {
        return List.of("env", "LD_PRELOAD=" + library, "SET_CLOCK=" + file);
    }

    /// How far it is ahead from now on, in whole seconds.
    void set(Duration ahead) throws IOException {
        ByteBuffer seconds =
                ByteBuffer.allocate(Long.BYTES)
                        .order(ByteOrder.nativeOrder())
                        .putLong(ahead.toSeconds())
                        .flip();
        try (FileChannel out =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            out.write(seconds, 0);
        }
    }
}
