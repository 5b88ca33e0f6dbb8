package dev.fiducia.initdata.lint;

import java.util.Arrays;

/// A TOML string as it is written, so that places inside its value can be told in the text around
/// it. Follows section "String" of TOML 1.0.0; only for texts that a TOML parser accepted.
final class TomlString {

    private final StringBuilder value = new StringBuilder();

    /// Pairs of an offset in the value and the offset in the source from which the two run in step.
    private int[] steps = new int[8];

    private int stepCount;

    private TomlString() {}

    /// The string whose opening quote is at `offset`; what it is worth when there is none shows in
    /// [#value()].
    static TomlString read(String source, int offset) {
        TomlString string = new TomlString();
        if (source.startsWith("'''", offset) || source.startsWith("\"\"\"", offset)) {
            string.readLines(source, offset + 3, source.charAt(offset));
        } else if (source.startsWith("'", offset) || source.startsWith("\"", offset)) {
            string.readLine(source, offset + 1, source.charAt(offset));
        }
        return string;
    }

    String value() {
        return value.toString();
    }

    /// Where in the source the character at an offset of the value is written.
    int sourceOffset(int valueOffset) {
        int low = 0;
        int high = stepCount - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (steps[2 * middle] <= valueOffset) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return stepCount == 0 ? 0 : steps[2 * low + 1] + valueOffset - steps[2 * low];
    }

    private void readLine(String source, int start, char quote) {
        step(start);
        int at = start;
        while (at < source.length() && source.charAt(at) != quote && source.charAt(at) != '\n') {
            at = quote == '"' ? readCharacter(source, at) : copy(source, at);
        }
    }

    private void readLines(String source, int start, char quote) {
        int at = afterLineBreak(source, start);
        step(at);
        String closing = String.valueOf(quote).repeat(3);
        while (at < source.length() && !isEnd(source, at, closing)) {
            if (source.startsWith("\r\n", at)) {
                at++;
                step(at);
            }
            at = quote == '"' ? readCharacter(source, at) : copy(source, at);
        }
    }

    /// Three quotes close, but up to two more right before them belong to the value.
    private static boolean isEnd(String source, int at, String closing) {
        return source.startsWith(closing, at)
                && !source.startsWith(closing.substring(2), at + closing.length());
    }

    private int copy(String source, int at) {
        value.append(source.charAt(at));
        return at + 1;
    }

    private int readCharacter(String source, int at) {
        if (source.charAt(at) != '\\' || at + 1 >= source.length()) {
            return copy(source, at);
        }
        char kind = source.charAt(at + 1);
        int next =
                switch (kind) {
                    case 'b' -> escaped('\b', at + 2);
                    case 't' -> escaped('\t', at + 2);
                    case 'n' -> escaped('\n', at + 2);
                    case 'f' -> escaped('\f', at + 2);
                    case 'r' -> escaped('\r', at + 2);
                    case 'u' -> codePoint(source, at + 2, 4);
                    case 'U' -> codePoint(source, at + 2, 8);
                    case ' ', '\t', '\r', '\n' -> afterBlanks(source, at + 1);
                    default -> escaped(kind, at + 2);
                };
        step(next);
        return next;
    }

    private int escaped(char c, int next) {
        value.append(c);
        return next;
    }

    private int codePoint(String source, int start, int digits) {
        int end = Math.min(source.length(), start + digits);
        int codePoint = 0;
        for (int i = start; i < end; i++) {
            codePoint = (codePoint << 4) | (Character.digit(source.charAt(i), 16) & 15);
        }
        if (Character.isValidCodePoint(codePoint)) {
            value.appendCodePoint(codePoint);
        }
        return end;
    }

    private static int afterBlanks(String source, int start) {
        int at = start;
        while (at < source.length() && " \t\r\n".indexOf(source.charAt(at)) >= 0) {
            at++;
        }
        return at;
    }

    private static int afterLineBreak(String source, int start) {
        if (source.startsWith("\r\n", start)) {
            return start + 2;
        }
        return source.startsWith("\n", start) ? start + 1 : start;
    }

    private void step(int sourceOffset) {
        if (2 * stepCount == steps.length) {
            steps = Arrays.copyOf(steps, 2 * steps.length);
        }
        steps[2 * stepCount] = value.length();
        steps[2 * stepCount + 1] = sourceOffset;
        stepCount++;
    }
}
