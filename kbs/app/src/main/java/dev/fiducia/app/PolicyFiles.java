package dev.fiducia.app;

import dev.fiducia.policy.PolicySource;
import dev.fiducia.policy.RegoVersion;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// The policy files that a command is given: files as they are, folders with all `.rego` below.
final class PolicyFiles {
    private static final int MAX_FILES = 10_000;
    private static final int MAX_DEPTH = 64;

    private PolicyFiles() {}

    /// Reads each file once, in the order of their names below each path.
    static List<PolicySource> read(List<Path> paths, @Nullable RegoVersion version) {
        Map<Path, PolicySource> sources = new LinkedHashMap<>();
        for (Path path : paths) {
            for (Path file : files(path)) {
                sources.computeIfAbsent(
                        file, f -> new PolicySource(f.toString(), Input.text(f), version));
                if (sources.size() > MAX_FILES) {
                    throw CommandFailure.failed("more than " + MAX_FILES + " policy files");
                }
            }
        }
        if (sources.isEmpty()) {
            throw CommandFailure.failed("there are no .rego files in " + paths);
        }
        return List.copyOf(sources.values());
    }

    private static List<Path> files(Path path) {
        if (!Files.isDirectory(path)) {
            return List.of(path);
        }
        try (Stream<Path> below = Files.walk(path, MAX_DEPTH)) {
            List<Path> found = new ArrayList<>();
            below.filter(file -> file.toString().endsWith(".rego"))
                    .filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
                    .sorted()
                    .limit(MAX_FILES + 1L)
                    .forEach(found::add);
            return found;
        } catch (IOException | UncheckedIOException e) {
            throw CommandFailure.failed("can't read " + path + ": " + e.getMessage());
        }
    }
}
