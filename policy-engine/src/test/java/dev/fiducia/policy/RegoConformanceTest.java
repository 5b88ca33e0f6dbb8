package dev.fiducia.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The OPA conformance suite, against a reviewed list of what is known to fail.
///
/// The list keeps the run honest in both directions: a failure that is not on it fails the build,
/// and so does a case on it that passes.
class RegoConformanceTest {

    @Test
    void passesTheConformanceSuite() throws IOException {
        Path folder = Path.of(System.getProperty("rego.cases", "shared/vectors/rego"));
        assumeTrue(Files.isDirectory(folder), "no conformance cases at " + folder);
        Map<String, String> known = list("/rego/known-failures.txt");
        Map<String, String> outOfScope = list("/rego/out-of-scope.txt");
        Set<String> passing = new LinkedHashSet<>();
        Set<String> failing = new LinkedHashSet<>();
        int passed = 0;
        int failed = 0;
        int skipped = 0;
        for (ConformanceCase one : ConformanceCase.below(folder)) {
            if (outOfScope.containsKey(one.folder())) {
                skipped++;
                continue;
            }
            Optional<String> failure = new ConformanceRun(one).failure();
            if (failure.isEmpty()) {
                passed++;
                passing.add(one.note());
            } else {
                failed++;
                failing.add(one.note());
                System.out.println(
                        "FAIL " + one.folder() + " | " + one.note() + ": " + failure.get());
            }
        }
        System.out.printf("%d passed, %d failed, %d skipped%n", passed, failed, skipped);
        assertThat(failing).as("failures that are not listed").isSubsetOf(known.keySet());
        // Some notes name several cases: such an entry holds while one of them fails.
        passing.removeAll(failing);
        assertThat(known.keySet())
                .as("listed as failing, but passing")
                .doesNotContainAnyElementsOf(passing);
    }

    /// Lines of `name | reason`; a reason is required.
    private static Map<String, String> list(String resource) throws IOException {
        Map<String, String> entries = new LinkedHashMap<>();
        try (InputStream in = RegoConformanceTest.class.getResourceAsStream(resource)) {
            assertThat(in).as(resource).isNotNull();
            for (String line :
                    new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList()) {
                if (line.isBlank() || line.startsWith("#")) {
                    continue;
                }
                int bar = line.lastIndexOf(" | ");
                assertThat(bar).as("a reason in: " + line).isPositive();
                entries.put(line.substring(0, bar).strip(), line.substring(bar + 3).strip());
            }
        }
        return entries;
    }
}
