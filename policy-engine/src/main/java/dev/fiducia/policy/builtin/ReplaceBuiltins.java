package dev.fiducia.policy.builtin;

import dev.fiducia.policy.value.RegoString;
import dev.fiducia.policy.value.RegoValue;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// `replace` and `strings.replace_n`.
final class ReplaceBuiltins {
    /// What stands for what; among several that fit at a place, the first in order wins.
    private record Rule(String old, String replacement) {}

    private ReplaceBuiltins() {}

    static void declare(Catalogue catalogue) {
        catalogue.add(
                "replace",
                Kinds.STRING,
                Kinds.STRING,
                Kinds.STRING,
                (c, a) -> {
                    var text = StringBuiltins.produced(c, a, 0);
                    return RegoString.of(
                            replace(
                                    c.budget(),
                                    text,
                                    Operands.string(a, 1),
                                    Operands.string(a, 2)));
                });
        catalogue.add("strings.replace_n", Kinds.OBJECT, Kinds.STRING, (c, a) -> replaceN(c, a));
    }

    /// An empty old string stands before every code point and at the end.
    private static String replace(Budget budget, String text, String old, String replacement)
            throws BuiltinException {
        var needle = new Needle(old);
        long found = needle.countIn(text);
        if (found == 0) {
            return text;
        }
        budget.output(found * replacement.length());
        if (old.isEmpty()) {
            var spread = new StringBuilder(replacement);
            text.codePoints().forEach(point -> spread.appendCodePoint(point).append(replacement));
            return spread.toString();
        }
        var out = new StringBuilder();
        int from = 0;
        for (int at = needle.in(text, 0); at >= 0; at = needle.in(text, from)) {
            out.append(text, from, at).append(replacement);
            from = at + old.length();
        }
        return out.append(text, from, text.length()).toString();
    }

    private static RegoValue replaceN(BuiltinContext context, RegoValue[] a)
            throws BuiltinException {
        var patterns = Operands.object(a, 0);
        var text = StringBuiltins.produced(context, a, 1);
        Map<Integer, List<Rule>> byFirst = new HashMap<>();
        Rule empty = null;
        for (int i = 0; i < patterns.size(); i++) {
            if (!(patterns.keyAt(i) instanceof RegoString old)) {
                throw BuiltinException.type("operand 1 non-string key found in pattern object");
            }
            if (!(patterns.valueAt(i) instanceof RegoString replacement)) {
                throw BuiltinException.type("operand 1 non-string value found in pattern object");
            }
            var rule = new Rule(old.value(), replacement.value());
            if (old.value().isEmpty()) {
                empty = rule;
            } else {
                byFirst.computeIfAbsent(old.value().codePointAt(0), _ -> new ArrayList<>())
                        .add(rule);
            }
        }
        var out = new StringBuilder();
        boolean justInserted = false;
        int at = 0;
        while (at <= text.length()) {
            // The empty pattern sorts first and so wins everywhere, but not twice at one place.
            if (empty != null && !justInserted) {
                context.budget().output(empty.replacement().length() + 1L);
                out.append(empty.replacement());
                justInserted = true;
                continue;
            }
            justInserted = false;
            var rule = at < text.length() ? match(context.budget(), byFirst, text, at) : null;
            if (rule != null) {
                context.budget().output(rule.replacement().length());
                out.append(rule.replacement());
                at += rule.old().length();
            } else if (at < text.length()) {
                int point = text.codePointAt(at);
                out.appendCodePoint(point);
                at += Character.charCount(point);
            } else {
                at++;
            }
        }
        return RegoString.of(out.toString());
    }

    private static @Nullable Rule match(
            Budget budget, Map<Integer, List<Rule>> byFirst, String text, int at)
            throws BuiltinException {
        for (var rule : byFirst.getOrDefault(text.codePointAt(at), List.of())) {
            budget.step(1 + (rule.old().length() >>> 3));
            if (text.startsWith(rule.old(), at)) {
                return rule;
            }
        }
        return null;
    }
}
