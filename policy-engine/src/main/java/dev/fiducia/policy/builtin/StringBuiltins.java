package dev.fiducia.policy.builtin;

import dev.fiducia.policy.value.RegoArray;
import dev.fiducia.policy.value.RegoBoolean;
import dev.fiducia.policy.value.RegoNumber;
import dev.fiducia.policy.value.RegoString;
import dev.fiducia.policy.value.RegoValue;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BiPredicate;
import java.util.function.IntUnaryOperator;

/// Strings: searching, cutting, joining, case. Places and lengths count code points.
final class StringBuiltins {
    private static final int COMPARED_IN_A_STEP = 16;

    private StringBuiltins() {}

    static void declare(Catalogue catalogue) {
        test(catalogue, "startswith", String::startsWith);
        test(catalogue, "endswith", String::endsWith);
        test(catalogue, "contains", (text, part) -> new Needle(part).in(text, 0) >= 0);
        anyMatch(catalogue, "strings.any_prefix_match", String::startsWith);
        anyMatch(catalogue, "strings.any_suffix_match", String::endsWith);
        convert(catalogue, "lower", Character::toLowerCase);
        convert(catalogue, "upper", Character::toUpperCase);
        catalogue.add("concat", Kinds.STRING, Kinds.ARRAY_OR_SET, (c, a) -> concat(c, a));
        catalogue.add("split", Kinds.STRING, Kinds.STRING, (c, a) -> array(split(c, a)));
        catalogue.add(
                "strings.split_n",
                Kinds.STRING,
                Kinds.STRING,
                Kinds.NUMBER,
                (c, a) -> splitN(c, a));
        catalogue.add("indexof", Kinds.STRING, Kinds.STRING, (c, a) -> indexOf(c, a));
        catalogue.add("indexof_n", Kinds.STRING, Kinds.STRING, (c, a) -> indexOfAll(c, a));
        catalogue.add(
                "substring", Kinds.STRING, Kinds.NUMBER, Kinds.NUMBER, (c, a) -> substring(c, a));
        catalogue.add(
                "strings.count",
                Kinds.STRING,
                Kinds.STRING,
                (c, a) -> {
                    var text = charged(c, a, 0);
                    return RegoNumber.of(new Needle(charged(c, a, 1)).countIn(text));
                });
        catalogue.add(
                "strings.reverse",
                Kinds.STRING,
                (c, a) -> {
                    var points = produced(c, a, 0).codePoints().toArray();
                    var reversed = new StringBuilder();
                    for (int i = points.length - 1; i >= 0; i--) {
                        reversed.appendCodePoint(points[i]);
                    }
                    return RegoString.of(reversed.toString());
                });
        catalogue.add("format_int", Kinds.NUMBER, Kinds.NUMBER, (c, a) -> formatInt(c, a));
    }

    /// The string at a place, its length charged as work.
    static String charged(BuiltinContext context, RegoValue[] a, int at) throws BuiltinException {
        var text = Operands.string(a, at);
        context.budget().step(text.length() >>> 3);
        return text;
    }

    /// The string at a place, its length charged as output.
    static String produced(BuiltinContext context, RegoValue[] a, int at) throws BuiltinException {
        var text = Operands.string(a, at);
        context.budget().output(text.length());
        return text;
    }

    private static void test(
            Catalogue catalogue, String name, BiPredicate<String, String> predicate) {
        catalogue.add(
                name,
                Kinds.STRING,
                Kinds.STRING,
                (c, a) -> {
                    var text = charged(c, a, 0);
                    return RegoBoolean.of(predicate.test(text, charged(c, a, 1)));
                });
    }

    private static void anyMatch(
            Catalogue catalogue, String name, BiPredicate<String, String> predicate) {
        catalogue.add(
                name,
                Kinds.STRINGS,
                Kinds.STRINGS,
                (c, a) -> {
                    var texts = oneOrMany(a, 0);
                    var parts = oneOrMany(a, 1);
                    c.budget().step(length(texts) / COMPARED_IN_A_STEP);
                    c.budget()
                            .step(
                                    texts.size()
                                            * (parts.size() + length(parts) / COMPARED_IN_A_STEP));
                    for (var text : texts) {
                        for (var part : parts) {
                            if (predicate.test(text, part)) {
                                return RegoBoolean.TRUE;
                            }
                        }
                    }
                    return RegoBoolean.FALSE;
                });
    }

    private static long length(List<String> texts) {
        return texts.stream().mapToLong(String::length).sum();
    }

    private static List<String> oneOrMany(RegoValue[] a, int at) throws BuiltinException {
        return switch (a[at].type()) {
            case STRING -> List.of(Operands.string(a, at));
            case ARRAY, SET -> Operands.strings(a, at);
            case NULL, BOOLEAN, NUMBER, OBJECT ->
                    throw Operands.wrong(a, at, "string", "set", "array");
        };
    }

    /// Code point by code point, as Go does: no mapping changes the number of code points.
    private static void convert(Catalogue catalogue, String name, IntUnaryOperator mapping) {
        catalogue.add(
                name,
                Kinds.STRING,
                (c, a) -> {
                    var text = produced(c, a, 0);
                    var mapped = new StringBuilder(text.length());
                    text.codePoints().map(mapping).forEach(mapped::appendCodePoint);
                    return RegoString.of(mapped.toString());
                });
    }

    private static RegoValue concat(BuiltinContext context, RegoValue[] a) throws BuiltinException {
        var delimiter = Operands.string(a, 0);
        var parts = Operands.strings(a, 1);
        long length = (long) delimiter.length() * parts.size();
        for (var part : parts) {
            length += part.length();
        }
        context.budget().output(length);
        return RegoString.of(String.join(delimiter, parts));
    }

    private static List<String> split(BuiltinContext context, RegoValue[] a)
            throws BuiltinException {
        var text = produced(context, a, 0);
        var delimiter = new Needle(charged(context, a, 1));
        var parts = new ArrayList<String>();
        if (delimiter.length() == 0) {
            context.budget().output(text.length());
            text.codePoints().mapToObj(Character::toString).forEach(parts::add);
            return parts;
        }
        int from = 0;
        for (int at = delimiter.in(text, 0); at >= 0; at = delimiter.in(text, from)) {
            context.budget().output(4);
            parts.add(text.substring(from, at));
            from = at + delimiter.length();
        }
        parts.add(text.substring(from));
        return parts;
    }

    private static RegoArray array(List<String> parts) {
        var array = RegoArray.builder();
        for (var part : parts) {
            array.add(RegoString.of(part));
        }
        return array.build();
    }

    /// The first n parts, or with a negative n the last ones.
    private static RegoValue splitN(BuiltinContext context, RegoValue[] a) throws BuiltinException {
        var parts = split(context, a);
        int n = Operands.count(a, 2);
        if (n >= 0) {
            return array(parts.subList(0, Math.min(n, parts.size())));
        }
        return array(parts.subList((int) Math.max(0, parts.size() + (long) n), parts.size()));
    }

    private static Needle sought(BuiltinContext context, RegoValue[] a) throws BuiltinException {
        var sought = charged(context, a, 1);
        if (sought.isEmpty()) {
            throw BuiltinException.failed("empty search character");
        }
        return new Needle(sought);
    }

    private static RegoValue indexOf(BuiltinContext context, RegoValue[] a)
            throws BuiltinException {
        var text = charged(context, a, 0);
        int at = sought(context, a).in(text, 0);
        return RegoNumber.of(at < 0 ? -1 : text.codePointCount(0, at));
    }

    private static RegoValue indexOfAll(BuiltinContext context, RegoValue[] a)
            throws BuiltinException {
        var text = charged(context, a, 0);
        var sought = sought(context, a);
        var found = RegoArray.builder();
        int points = 0;
        int from = 0;
        for (int at = sought.in(text, 0); at >= 0; at = sought.in(text, at + 1)) {
            context.budget().output(1 + (sought.length() >>> 3));
            points += text.codePointCount(from, at);
            from = at;
            found.add(RegoNumber.of(points));
        }
        return found.build();
    }

    private static RegoValue substring(BuiltinContext context, RegoValue[] a)
            throws BuiltinException {
        var text = produced(context, a, 0);
        int offset = Operands.count(a, 1);
        int length = Operands.count(a, 2);
        if (offset < 0) {
            throw BuiltinException.failed("negative offset");
        }
        int points = text.codePointCount(0, text.length());
        if (offset >= points) {
            return RegoString.EMPTY;
        }
        int start = text.offsetByCodePoints(0, offset);
        return RegoString.of(
                length < 0 || length >= points - offset
                        ? text.substring(start)
                        : text.substring(start, text.offsetByCodePoints(start, length)));
    }

    private static RegoValue formatInt(BuiltinContext context, RegoValue[] a)
            throws BuiltinException {
        var number = Operands.number(a, 0);
        var base = Operands.number(a, 1);
        int radix = base.isLong() ? Math.clamp(base.asLong(), 0, 99) : 0;
        if (radix != 2 && radix != 8 && radix != 10 && radix != 16) {
            throw BuiltinException.type("operand 2 must be one of {2, 8, 10, 16}");
        }
        var digits = number.toBigDecimal().toBigInteger().toString(radix);
        context.budget().output(digits.length());
        return RegoString.of(digits.toLowerCase(Locale.ROOT));
    }
}
