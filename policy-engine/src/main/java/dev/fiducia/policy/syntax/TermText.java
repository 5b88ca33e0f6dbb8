package dev.fiducia.policy.syntax;

import dev.fiducia.policy.value.RegoString;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Terms as an author would write them; long ones are cut short, as they stand in messages.
public final class TermText {
    private static final int LONGEST = 200;

    private static final Map<String, String> INFIX =
            Map.ofEntries(
                    Map.entry("equal", "=="),
                    Map.entry("neq", "!="),
                    Map.entry("lt", "<"),
                    Map.entry("gt", ">"),
                    Map.entry("lte", "<="),
                    Map.entry("gte", ">="),
                    Map.entry("or", "|"),
                    Map.entry("and", "&"),
                    Map.entry("plus", "+"),
                    Map.entry("minus", "-"),
                    Map.entry("mul", "*"),
                    Map.entry("div", "/"),
                    Map.entry("rem", "%"),
                    Map.entry("internal.member_2", "in"));

    private TermText() {}

    public static String of(Term term) {
        String text = text(term);
        if (text.length() <= LONGEST) {
            return text;
        }
        int end = text.offsetByCodePoints(0, Math.min(LONGEST, text.codePointCount(0, LONGEST)));
        return text.substring(0, end) + "…";
    }

    private static String text(Term term) {
        return switch (term) {
            case Term.NullLiteral _ -> "null";
            case Term.BooleanLiteral b -> String.valueOf(b.value());
            case Term.NumberLiteral n -> n.text();
            case Term.StringLiteral s -> RegoString.of(s.value()).toJson();
            case Term.Var v -> v.name();
            case Term.Ref r -> reference(r);
            case Term.Call c -> call(c);
            case Term.ArrayTerm a -> "[" + list(a.items()) + "]";
            case Term.SetTerm s -> s.items().isEmpty() ? "set()" : "{" + list(s.items()) + "}";
            case Term.ObjectTerm o ->
                    o.entries().stream()
                            .map(e -> text(e.key()) + ": " + text(e.value()))
                            .collect(Collectors.joining(", ", "{", "}"));
            case Term.Comprehension c -> comprehension(c);
            case Term.Template _ -> "$\"…\"";
        };
    }

    private static String reference(Term.Ref ref) {
        StringBuilder out = new StringBuilder(text(ref.head()));
        for (Term operand : ref.operands()) {
            if (operand instanceof Term.StringLiteral s && Lexer.isName(s.value())) {
                out.append('.').append(s.value());
            } else {
                out.append('[').append(text(operand)).append(']');
            }
        }
        return out.toString();
    }

    private static String call(Term.Call call) {
        String name = text(call.operator());
        String infix = INFIX.get(name);
        if (call.infix() && infix != null) {
            return text(call.arguments().get(0))
                    + " "
                    + infix
                    + " "
                    + text(call.arguments().get(1));
        }
        return name + "(" + list(call.arguments()) + ")";
    }

    private static String comprehension(Term.Comprehension c) {
        boolean array = c.kind() == Term.Comprehension.Kind.ARRAY;
        String head = (c.key() == null ? "" : text(c.key()) + ": ") + text(c.value());
        return (array ? "[" : "{") + head + " | …" + (array ? "]" : "}");
    }

    private static String list(List<Term> terms) {
        return terms.stream().map(TermText::text).collect(Collectors.joining(", "));
    }
}
