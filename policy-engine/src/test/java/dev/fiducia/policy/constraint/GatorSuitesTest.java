package dev.fiducia.policy.constraint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fiducia.policy.constraint.SuiteReport.Outcome;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;

/// Runs all suites below a folder, such as a checkout of Gatekeeper's library:
/// `-Dtest=GatorSuitesTest -Dgator.suites=DIR`.
@EnabledIfSystemProperty(named = "gator.suites", matches = ".+")
class GatorSuitesTest {
    @Test
    void everyCaseOfEverySuitePasses() throws IOException {
        Path root = Path.of(System.getProperty("gator.suites"));
        SuiteRunner runner = new SuiteRunner(new FolderFiles(root), InstantSource.system());
        List<SuiteReport> reports;
        try (Stream<Path> files = Files.walk(root)) {
            reports =
                    files.filter(file -> file.getFileName().toString().equals("suite.yaml"))
                            .map(file -> root.relativize(file).toString())
                            .sorted()
                            .map(runner::run)
                            .toList();
        }
        System.out.print(SuiteText.of(reports, SuiteText.Detail.FAILURES));
        System.out.printf(
                "%d suites, %d cases passed, %d failed, %d skipped%n",
                reports.size(),
                count(reports, Outcome.PASSED),
                count(reports, Outcome.FAILED),
                count(reports, Outcome.SKIPPED));
        assertThat(reports.stream().filter(SuiteReport::isFailure).map(SuiteReport::path))
                .isEmpty();
        assertThat(count(reports, Outcome.PASSED)).isPositive();
    }

    private static long count(List<SuiteReport> reports, Outcome outcome) {
        return reports.stream().mapToLong(report -> report.count(outcome)).sum();
    }
}
