package dev.fiducia.policy.text;

/// The text is no URL; the message is Go's.
public final class UrlRefused extends Exception {
    private static final long serialVersionUID = 1;

    UrlRefused(String message) {
        super(message, null, false, false);
    }

    /// Quoted roughly as Go's `%q` does for text of one byte a character.
    static String quoted(String text) {
        var out = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"', '\\' -> out.append('\\').append(c);
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                case 0x07 -> out.append("\\a");
                case '\b' -> out.append("\\b");
                case '\f' -> out.append("\\f");
                case 0x0B -> out.append("\\v");
                default -> {
                    if (c < ' ' || c == 0x7F) {
                        out.append("\\x%02x".formatted((int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        return out.append('"').toString();
    }
}
