package dev.fiducia.app;

import dev.fiducia.policy.constraint.GatorSuite;
import dev.fiducia.policy.constraint.SuiteFileException;
import dev.fiducia.policy.constraint.SuiteReport;
import dev.fiducia.policy.constraint.SuiteRunner;
import dev.fiducia.policy.value.RegoValue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/// Finds gator suites on disk and runs them. The files that a suite names must lie in the folder
/// that was searched, or beside the suite where a single one was named; symbolic links that lead
/// out of it are not followed.
final class SuiteSearch {
    private static final int MAX_DEPTH = 64;

    private final Path root;
    private final Path realRoot;
    private final Path shown;

    private SuiteSearch(Path shown, Path root) throws IOException {
        this.shown = shown;
        this.root = root;
        this.realRoot = root.toRealPath();
    }

    static List<SuiteReport> run(Path path) {
        try {
            if (Files.isDirectory(path)) {
                return new SuiteSearch(path, path).all();
            }
            Path folder = Objects.requireNonNull(path.toAbsolutePath().getParent());
            Path name = Objects.requireNonNull(path.getFileName());
            Path shown = path.getParent() == null ? Path.of("") : path.getParent();
            return List.of(new SuiteSearch(shown, folder).one(name.toString()));
        } catch (IOException | UncheckedIOException e) {
            throw CommandFailure.failed("can't read " + path + ": " + e.getMessage());
        }
    }

    private List<SuiteReport> all() throws IOException {
        try (Stream<Path> files = Files.walk(root, MAX_DEPTH)) {
            return files.filter(SuiteSearch::isYaml)
                    .filter(Files::isRegularFile)
                    .sorted()
                    .filter(this::isSuite)
                    .map(file -> one(relative(file)))
                    .toList();
        }
    }

    private static boolean isYaml(Path file) {
        String name = String.valueOf(file.getFileName());
        return name.endsWith(".yaml") || name.endsWith(".yml");
    }

    /// Folders of suites hold all kinds of YAML, some of it broken on purpose: what can't be read
    /// as a suite is none, unless it says so in its text.
    private boolean isSuite(Path file) {
        String text = Input.text(file);
        if (!text.contains("test.gatekeeper.sh")) {
            return false;
        }
        List<RegoValue> documents = YamlInput.documents(file);
        // A suite beside other documents is reported as unusable, not passed over.
        return documents.stream().anyMatch(GatorSuite::isOne);
    }

    private SuiteReport one(String path) {
        SuiteReport report = new SuiteRunner(this::read, InstantSource.system()).run(path);
        return new SuiteReport(
                shown.resolve(path).toString(),
                report.skipped(),
                report.error(),
                report.time(),
                report.tests());
    }

    private String relative(Path file) {
        StringBuilder path = new StringBuilder();
        for (Path part : root.relativize(file)) {
            path.append(path.isEmpty() ? "" : "/").append(part);
        }
        return path.toString();
    }

    private String read(String path) throws SuiteFileException {
        Path file = root.resolve(path);
        try {
            if (!file.toRealPath().startsWith(realRoot)) {
                throw new SuiteFileException("the path leaves the folder of the suites");
            }
            return Input.text(file);
        } catch (IOException e) {
            throw new SuiteFileException("there is no such file");
        } catch (CommandFailure e) {
            throw new SuiteFileException(String.valueOf(e.getMessage()));
        }
    }
}
