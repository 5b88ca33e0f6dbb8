package dev.fiducia.policy.builtin;

import com.google.re2j.Pattern;

import dev.fiducia.policy.value.RegoString;

/// Templates of `regex.template_match`: literal text with expressions between two delimiters.
final class RegexTemplate {
    private RegexTemplate() {}

    /// The expression that stands for the whole template.
    static String expression(String template, String open, String close) throws BuiltinException {
        char start = delimiter(open, "start");
        char end = delimiter(close, "end");
        var expression = new StringBuilder("^");
        int literalFrom = 0;
        int openedAt = 0;
        int level = 0;
        for (int i = 0; i < template.length(); i++) {
            char c = template.charAt(i);
            if (c == start) {
                if (level++ == 0) {
                    openedAt = i;
                }
            } else if (c == end) {
                level--;
                if (level < 0) {
                    throw unbalanced(template);
                }
                if (level == 0) {
                    expression
                            .append(Pattern.quote(template.substring(literalFrom, openedAt)))
                            .append('(')
                            .append(template, openedAt + 1, i)
                            .append(')');
                    literalFrom = i + 1;
                }
            }
        }
        if (level != 0) {
            throw unbalanced(template);
        }
        return expression
                .append(Pattern.quote(template.substring(literalFrom)))
                .append('$')
                .toString();
    }

    private static char delimiter(String text, String which) throws BuiltinException {
        if (text.length() != 1) {
            throw BuiltinException.failed(
                    which
                            + " delimiter has to be exactly one character long but is "
                            + text.length());
        }
        return text.charAt(0);
    }

    private static BuiltinException unbalanced(String template) {
        return BuiltinException.failed("unbalanced braces in " + RegoString.of(template));
    }
}
