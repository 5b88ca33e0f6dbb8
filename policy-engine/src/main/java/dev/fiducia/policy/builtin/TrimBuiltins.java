package dev.fiducia.policy.builtin;

import dev.fiducia.policy.value.RegoString;

import java.util.BitSet;
import java.util.function.IntPredicate;

/// Cutting from the ends of strings.
final class TrimBuiltins {
    private TrimBuiltins() {}

    static void declare(Catalogue catalogue) {
        cutset(catalogue, "trim", true, true);
        cutset(catalogue, "trim_left", true, false);
        cutset(catalogue, "trim_right", false, true);
        catalogue.add(
                "trim_space",
                Kinds.STRING,
                (c, a) ->
                        RegoString.of(
                                cut(
                                        StringBuiltins.produced(c, a, 0),
                                        TrimBuiltins::isSpace,
                                        true,
                                        true)));
        catalogue.add(
                "trim_prefix",
                Kinds.STRING,
                Kinds.STRING,
                (c, a) -> {
                    var text = StringBuiltins.produced(c, a, 0);
                    var prefix = Operands.string(a, 1);
                    return RegoString.of(
                            text.startsWith(prefix) ? text.substring(prefix.length()) : text);
                });
        catalogue.add(
                "trim_suffix",
                Kinds.STRING,
                Kinds.STRING,
                (c, a) -> {
                    var text = StringBuiltins.produced(c, a, 0);
                    var suffix = Operands.string(a, 1);
                    return RegoString.of(
                            text.endsWith(suffix)
                                    ? text.substring(0, text.length() - suffix.length())
                                    : text);
                });
    }

    private static void cutset(Catalogue catalogue, String name, boolean left, boolean right) {
        catalogue.add(
                name,
                Kinds.STRING,
                Kinds.STRING,
                (c, a) -> {
                    var text = StringBuiltins.produced(c, a, 0);
                    var set = new BitSet();
                    StringBuiltins.charged(c, a, 1).codePoints().forEach(set::set);
                    return RegoString.of(cut(text, set::get, left, right));
                });
    }

    private static String cut(String text, IntPredicate cut, boolean left, boolean right) {
        int start = 0;
        int end = text.length();
        while (left && start < end && cut.test(text.codePointAt(start))) {
            start += Character.charCount(text.codePointAt(start));
        }
        while (right && end > start && cut.test(text.codePointBefore(end))) {
            end -= Character.charCount(text.codePointBefore(end));
        }
        return text.substring(start, end);
    }

    /// Unicode's White_Space.
    static boolean isSpace(int point) {
        return switch (point) {
            case '\t',
                    '\n',
                    0x0B,
                    '\f',
                    '\r',
                    ' ',
                    0x85,
                    0xA0,
                    0x1680,
                    0x2028,
                    0x2029,
                    0x202F,
                    0x205F,
                    0x3000 ->
                    true;
            default -> point >= 0x2000 && point <= 0x200A;
        };
    }
}
