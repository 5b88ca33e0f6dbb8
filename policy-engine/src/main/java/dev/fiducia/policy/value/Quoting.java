package dev.fiducia.policy.value;

import java.util.HexFormat;

/// String literals: the JSON form and the Rego text form.
final class Quoting {
    private static final HexFormat HEX = HexFormat.of();

    private Quoting() {}

    static void json(String text, StringBuilder out, boolean escapeHtml) {
        String clean = Utf8.scrub(text);
        out.append('"');
        for (int i = 0; i < clean.length(); i++) {
            char c = clean.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                case '\b' -> out.append("\\b");
                case '\f' -> out.append("\\f");
                case '\u2028', '\u2029' -> unicode(c, out);
                case '<', '>', '&' -> {
                    if (escapeHtml) {
                        unicode(c, out);
                    } else {
                        out.append(c);
                    }
                }
                default -> {
                    if (c < 0x20) {
                        unicode(c, out);
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }

    /// As Go's `strconv.Quote` writes it, which is what `%v` of a composite shows.
    static String rego(String text) {
        var out = new StringBuilder(text.length() + 2).append('"');
        for (int at = 0; at < text.length(); ) {
            int point = text.codePointAt(at);
            at += Character.charCount(point);
            switch (point) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case 0x07 -> out.append("\\a");
                case '\b' -> out.append("\\b");
                case '\f' -> out.append("\\f");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                case 0x0B -> out.append("\\v");
                default -> {
                    if (point >= 0xDC80 && point <= 0xDCFF) {
                        out.append("\\x").append(HEX.toHexDigits((byte) point));
                    } else if (printable(point)) {
                        out.appendCodePoint(point);
                    } else if (point < 0x20 || point == 0x7F) {
                        out.append("\\x").append(HEX.toHexDigits((byte) point));
                    } else if (point < 0x10000) {
                        unicode((char) point, out);
                    } else {
                        out.append("\\U").append(HEX.toHexDigits(point));
                    }
                }
            }
        }
        return out.append('"').toString();
    }

    /// As Go's `strconv.IsPrint`: letters, marks, numbers, punctuation, symbols and the plain
    /// space.
    private static boolean printable(int point) {
        if (point == ' ') {
            return true;
        }
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SPACE_SEPARATOR ->
                    false;
            default -> true;
        };
    }

    private static void unicode(char c, StringBuilder out) {
        out.append("\\u").append(HEX.toHexDigits(c));
    }
}
