package dev.fiducia.policy.builtin;

import com.google.re2j.Matcher;

import dev.fiducia.policy.value.RegoArray;
import dev.fiducia.policy.value.RegoBoolean;
import dev.fiducia.policy.value.RegoString;
import dev.fiducia.policy.value.RegoValue;

import java.util.List;

/// `regex.*`, in RE2 syntax, with Go's rules for what the matches of a text are.
final class RegexBuiltins {
    private RegexBuiltins() {}

    static void declare(Catalogue catalogue) {
        catalogue.add("regex.match", Kinds.STRING, Kinds.STRING, (c, a) -> match(c, a));
        catalogue.deprecated(
                "re_match", List.of(Kinds.STRING, Kinds.STRING), (c, a) -> match(c, a));
        catalogue.add("regex.is_valid", Kinds.ANY, (c, a) -> isValid(c, a));
        catalogue.add("regex.split", Kinds.STRING, Kinds.STRING, (c, a) -> split(c, a));
        catalogue.add(
                "regex.find_n",
                Kinds.STRING,
                Kinds.STRING,
                Kinds.NUMBER,
                (c, a) -> {
                    var matches = matches(c, a);
                    var found = RegoArray.builder();
                    for (int left = most(a); left > 0 && matches.next(); left--) {
                        found.add(RegoString.of(matches.group(0)));
                    }
                    return found.build();
                });
        catalogue.add(
                "regex.find_all_string_submatch_n",
                Kinds.STRING,
                Kinds.STRING,
                Kinds.NUMBER,
                (c, a) -> {
                    var matches = matches(c, a);
                    var found = RegoArray.builder();
                    for (int left = most(a); left > 0 && matches.next(); left--) {
                        found.add(matches.groups());
                    }
                    return found.build();
                });
        catalogue.add(
                "regex.replace", Kinds.STRING, Kinds.STRING, Kinds.STRING, (c, a) -> replace(c, a));
        catalogue.add(
                "regex.template_match",
                List.of(Kinds.STRING, Kinds.STRING, Kinds.STRING, Kinds.STRING),
                (c, a) -> {
                    var text = Operands.string(a, 1);
                    var expression =
                            RegexTemplate.expression(
                                    Operands.string(a, 0),
                                    Operands.string(a, 2),
                                    Operands.string(a, 3));
                    return RegoBoolean.of(matcher(c, expression, text).find());
                });
        catalogue.add(
                "regex.globs_match",
                Kinds.STRING,
                Kinds.STRING,
                (c, a) ->
                        RegoBoolean.of(
                                GlobIntersection.nonEmpty(
                                        c.budget(), Operands.string(a, 0), Operands.string(a, 1))));
    }

    /// A matcher over a text, with one run over the whole text charged.
    static Matcher matcher(BuiltinContext context, String expression, String text)
            throws BuiltinException {
        var compiled = Patterns.compile(context.budget(), expression);
        context.budget().step(compiled.cost(text));
        return compiled.pattern().matcher(text);
    }

    private static RegoValue match(BuiltinContext context, RegoValue[] a) throws BuiltinException {
        var expression = Operands.string(a, 0);
        return RegoBoolean.of(matcher(context, expression, Operands.string(a, 1)).find());
    }

    private static RegoValue isValid(BuiltinContext context, RegoValue[] a)
            throws BuiltinException {
        if (!(a[0] instanceof RegoString expression)) {
            return RegoBoolean.FALSE;
        }
        try {
            Patterns.compile(context.budget(), expression.value());
            return RegoBoolean.TRUE;
        } catch (BuiltinException e) {
            if (e.kind() == BuiltinException.Kind.LIMIT) {
                throw e;
            }
            return RegoBoolean.FALSE;
        }
    }

    private static RegexMatches matches(BuiltinContext context, RegoValue[] a)
            throws BuiltinException {
        var expression = Operands.string(a, 0);
        var text = Operands.string(a, 1);
        return new RegexMatches(context.budget(), matcher(context, expression, text), text);
    }

    private static int most(RegoValue[] a) throws BuiltinException {
        int n = Operands.count(a, 2);
        return n < 0 ? Integer.MAX_VALUE : n;
    }

    private static RegoValue split(BuiltinContext context, RegoValue[] a) throws BuiltinException {
        var text = Operands.string(a, 1);
        var matches = matches(context, a);
        if (text.isEmpty() && !Operands.string(a, 0).isEmpty()) {
            return RegoArray.of(RegoString.EMPTY);
        }
        var parts = RegoArray.builder();
        int begin = 0;
        int end = 0;
        while (matches.next()) {
            end = matches.start();
            if (matches.end() != 0) {
                parts.add(RegoString.of(text.substring(begin, end)));
            }
            begin = matches.end();
        }
        if (end != text.length()) {
            parts.add(RegoString.of(text.substring(begin)));
        }
        return parts.build();
    }

    private static RegoValue replace(BuiltinContext context, RegoValue[] a)
            throws BuiltinException {
        var text = StringBuiltins.produced(context, a, 0);
        var matcher = matcher(context, Operands.string(a, 1), text);
        var replacement = new RegexReplacement(Operands.string(a, 2), matcher.pattern());
        var out = new StringBuilder();
        int lastEnd = 0;
        int from = 0;
        while (from <= text.length() && matcher.find(from)) {
            context.budget().step(64);
            out.append(text, lastEnd, matcher.start());
            // No empty match right after another match.
            if (matcher.end() > lastEnd || matcher.start() == 0) {
                int before = out.length();
                replacement.append(matcher, out);
                context.budget().output(out.length() - before);
            }
            lastEnd = matcher.end();
            int width = from < text.length() ? Character.charCount(text.codePointAt(from)) : 1;
            from = Math.max(lastEnd, from + width);
        }
        return RegoString.of(out.append(text, lastEnd, text.length()).toString());
    }
}
