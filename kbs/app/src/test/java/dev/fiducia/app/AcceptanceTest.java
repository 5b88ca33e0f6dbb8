package dev.fiducia.app;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The tests that docs/acceptance.md names are there.
class AcceptanceTest {
    private static final Pattern NAMED = Pattern.compile("`([A-Z][A-Za-z0-9]+)\\.([a-z]\\w+)`");

    @Test
    void everyNamedTestExists() throws IOException {
        Path root = root();
        Map<String, String> classes = tests(root);
        TreeSet<String> missing = new TreeSet<>();
        int named = 0;
        Matcher test = NAMED.matcher(Files.readString(root.resolve("docs/acceptance.md")));
        while (test.find()) {
            named++;
            String text = classes.getOrDefault(test.group(1), "");
            if (!text.contains("void " + test.group(2) + "(")) {
                missing.add(test.group(1) + "." + test.group(2));
            }
        }
        assertThat(missing).isEmpty();
        assertThat(named).isGreaterThan(50);
    }

    private static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("docs/acceptance.md"))) {
            folder = Objects.requireNonNull(folder.getParent(), "docs/acceptance.md");
        }
        return folder;
    }

    /// The texts of the test classes of all modules, by their names.
    private static Map<String, String> tests(Path root) throws IOException {
        Map<String, String> texts = new TreeMap<>();
        try (Stream<Path> files = Files.walk(root, 16)) {
            for (Path file :
                    files.filter(each -> each.toString().contains("/src/test/java/"))
                            .filter(each -> each.toString().endsWith("Test.java"))
                            .toList()) {
                String name = file.getFileName().toString();
                texts.put(
                        name.substring(0, name.length() - ".java".length()),
                        Files.readString(file));
            }
        }
        return texts;
    }
}
