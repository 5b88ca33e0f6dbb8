package dev.fiducia.initdata.template;

/// Texts as TOML strings. Each text has one form: a parser gives back exactly the text.
final class TomlString {
    private static final String THREE = "'''";

    private TomlString() {}

    /// One line: basic, with escapes.
    static String line(String text) {
        return "\"" + escaped(text, false) + "\"";
    }

    /// Any text, on lines of its own: literal where that can hold it, which keeps it readable, else
    /// basic with escapes.
    static String lines(String text) {
        return isLiteral(text)
                ? THREE + "\n" + text + THREE
                : "\"\"\"\n" + escaped(text, true) + "\"\"\"";
    }

    private static boolean isLiteral(String text) {
        return !text.contains(THREE)
                && !text.endsWith("'")
                && text.chars().noneMatch(c -> isControl(c) && c != '\n' && c != '\t');
    }

    private static String escaped(String text, boolean keepsLines) {
        StringBuilder escaped = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> escaped.append("\\\"");
                case '\\' -> escaped.append("\\\\");
                case '\n' -> escaped.append(keepsLines ? "\n" : "\\n");
                case '\t' -> escaped.append("\\t");
                case '\r' -> escaped.append("\\r");
                default -> {
                    if (isControl(c)) {
                        escaped.append("\\u%04X".formatted((int) c));
                    } else {
                        escaped.append(c);
                    }
                }
            }
        }
        return escaped.toString();
    }

    private static boolean isControl(int c) {
        return c < 0x20 || c == 0x7f;
    }
}
