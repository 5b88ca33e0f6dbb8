package dev.fiducia.app;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.fiducia.policy.Diagnostic;
import dev.fiducia.policy.PolicySource;
import dev.fiducia.policy.Position;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Diagnostics for people: the message, the line of the policy, and a caret under the place.
final class Carets {
    private static final int MAX_SHOWN = 160;

    private final Map<String, List<String>> lines = new HashMap<>();

    Carets(List<PolicySource> sources) {
        sources.forEach(source -> lines.put(source.path(), source.text().lines().toList()));
    }

    String text(Diagnostic diagnostic) {
        Position at = diagnostic.at();
        String start =
                at
                        + ": "
                        + diagnostic.severity().name().toLowerCase(Locale.ROOT)
                        + ": "
                        + diagnostic.code()
                        + ": "
                        + diagnostic.message()
                        + "\n";
        List<String> file = lines.getOrDefault(at.path(), List.of());
        if (at.line() < 1 || at.line() > file.size()) {
            return start;
        }
        return start + underlined(file.get(at.line() - 1), at.column());
    }

    /// Tabs stay tabs before the caret, so that it stands under its character in any terminal.
    private static String underlined(String line, int column) {
        int[] characters = line.codePoints().toArray();
        int from = Math.max(0, Math.min(column - 1, characters.length) - MAX_SHOWN / 2);
        int to = Math.min(characters.length, from + MAX_SHOWN);
        StringBuilder shown = new StringBuilder("  ");
        StringBuilder caret = new StringBuilder("  ");
        for (int i = from; i < to; i++) {
            int c = characters[i];
            shown.appendCodePoint(Character.isISOControl(c) && c != '\t' ? '?' : c);
        }
        for (int i = from; i < column - 1 && i < to; i++) {
            caret.append(characters[i] == '\t' ? '\t' : ' ');
        }
        return shown + "\n" + caret + "^\n";
    }

    static ObjectNode json(Diagnostic diagnostic) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("severity", diagnostic.severity().name().toLowerCase(Locale.ROOT))
                .put("code", diagnostic.code())
                .put("message", diagnostic.message());
        node.putObject("at")
                .put("path", diagnostic.at().path())
                .put("line", diagnostic.at().line())
                .put("column", diagnostic.at().column());
        return node;
    }
}
