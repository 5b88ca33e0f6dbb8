package dev.fiducia.ha.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.jspecify.annotations.Nullable;
import org.sqlite.util.OSInfo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// A [StoreProcess] as its parent sees it.
final class Child implements AutoCloseable {

    private final Process process;
    private final Writer input;
    private final BufferedReader output;

    private Child(Process process) {
        this.process = process;
        this.input = process.outputWriter(UTF_8);
        this.output = process.inputReader(UTF_8);
    }

    /// @param folder of this test; the driver's library is unpacked there once, where each child
    ///   that is killed would leave a copy in the folder for temporary files
    /// @param shell a command line to start with, or none: `ulimit …; exec "$@"`
    static Child start(Path folder, @Nullable String shell, String... properties)
            throws IOException {
        Path library = library(folder);
        List<String> command = new ArrayList<>();
        if (shell != null) {
            command.addAll(List.of("bash", "-c", shell, "bash"));
        }
        command.addAll(
                List.of(
                        Path.of(property("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-Xshare:auto",
                        "-Xmx256m",
                        "--enable-native-access=ALL-UNNAMED"));
        command.addAll(List.of(properties));
        command.addAll(
                List.of(
                        "-Dorg.sqlite.lib.path=" + folder,
                        "-Dorg.sqlite.lib.name=" + library.getFileName(),
                        "-cp",
                        property("java.class.path"),
                        StoreProcess.class.getName(),
                        folder.toString()));
        Process process =
                new ProcessBuilder(command)
                        .redirectError(folder.resolve("child.err").toFile())
                        .start();
        Child child = new Child(process);
        child.expect("ready");
        return child;
    }

    private static String property(String name) {
        return Objects.requireNonNull(System.getProperty(name), name);
    }

    private static Path library(Path folder) throws IOException {
        String name = System.mapLibraryName("sqlitejdbc");
        Path file = folder.resolve(name);
        if (!Files.exists(file)) {
            String resource =
                    "/org/sqlite/native/"
                            + OSInfo.getNativeLibFolderPathForCurrentOS()
                            + "/"
                            + name;
            try (InputStream content = OSInfo.class.getResourceAsStream(resource)) {
                Files.copy(Objects.requireNonNull(content, resource), file);
            }
        }
        return file;
    }

    long pid() {
        return process.pid();
    }

    void say(String line) throws IOException {
        input.write(line + "\n");
        input.flush();
    }

    /// The next line; `null` when the process has ended.
    @Nullable String hear() throws IOException {
        return output.readLine();
    }

    void expect(String line) throws IOException {
        String heard = hear();
        if (!line.equals(heard)) {
            throw new AssertionError("the child said: " + heard);
        }
    }

    /// Ends the process as `kill -9` does. By its handle: the process itself would also close the
    /// pipes, with acknowledgements in them that nobody has read yet.
    void kill() {
        process.toHandle().destroyForcibly();
    }

    @Override
    public void close() throws IOException {
        kill();
        process.onExit().join();
        output.close();
    }
}
