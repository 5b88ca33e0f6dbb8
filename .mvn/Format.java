import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.FormatterException;
import com.google.googlejavaformat.java.JavaFormatterOptions;
import com.google.googlejavaformat.java.RemoveUnusedImports;
import com.google.googlejavaformat.java.ImportOrderer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Formats every Java file of the project, or checks that all are formatted.
///
/// The formatter parses with the compiler of the JVM that it runs on, so it must run on the JDK of the
/// language level, not on the one that runs Maven. That is why no Maven plugin does this.
///
/// Arguments: `check` or `apply`, then the project's root.
class Format {
    public static void main(String[] args) throws Exception {
        boolean apply = args[0].equals("apply");
        Path root = Path.of(args[1]);
        var style = JavaFormatterOptions.Style.AOSP;
        var formatter = new Formatter(JavaFormatterOptions.builder().style(style).build());
        List<Path> sources;
        try (var files = Files.walk(root)) {
            sources = files.filter(f -> f.toString().endsWith(".java"))
                    .filter(f -> f.toString().contains("/src/"))
                    .filter(f -> !f.toString().contains("/target/"))
                    .toList();
        }
        List<Path> changed = sources.parallelStream().filter(f -> differs(formatter, style, f, apply)).sorted().toList();
        for (Path file : changed) {
            System.err.println((apply ? "formatted " : "not formatted: ") + root.relativize(file));
        }
        if (!apply && !changed.isEmpty()) {
            System.err.println("Run: mvn -N validate -Dformat.mode=apply");
            System.exit(1);
        }
    }

    private static boolean differs(Formatter formatter, JavaFormatterOptions.Style style, Path file, boolean apply) {
        try {
            String before = Files.readString(file);
            String imports = ImportOrderer.reorderImports(RemoveUnusedImports.removeUnusedImports(before), style);
            String after = formatter.formatSource(imports);
            if (before.equals(after)) {
                return false;
            }
            if (apply) {
                Files.writeString(file, after);
            }
            return true;
        } catch (FormatterException | IOException e) {
            throw new IllegalStateException(file + ": " + e.getMessage(), e);
        }
    }
}
