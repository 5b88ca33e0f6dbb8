package dev.fiducia.policy.compile;

import dev.fiducia.policy.value.RegoString;
import dev.fiducia.policy.value.RegoValue;

import java.util.List;
import java.util.Map;

/// Terms as text for people: short, close to how they were written.
final class CoreText {
    private static final int MAX_LENGTH = 160;

    private static final Map<String, String> INFIX =
            Map.ofEntries(
                    Map.entry("equal", "=="),
                    Map.entry("neq", "!="),
                    Map.entry("lt", "<"),
                    Map.entry("lte", "<="),
                    Map.entry("gt", ">"),
                    Map.entry("gte", ">="),
                    Map.entry("plus", "+"),
                    Map.entry("minus", "-"),
                    Map.entry("mul", "*"),
                    Map.entry("div", "/"),
                    Map.entry("rem", "%"),
                    Map.entry("and", "&"),
                    Map.entry("or", "|"),
                    Map.entry("internal.member_2", "in"));

    private CoreText() {}

    static String of(Core term) {
        StringBuilder out = new StringBuilder();
        append(term, out);
        return out.length() <= MAX_LENGTH ? out.toString() : out.substring(0, MAX_LENGTH) + "…";
    }

    private static void append(Core term, StringBuilder out) {
        if (out.length() > MAX_LENGTH) {
            return;
        }
        switch (term) {
            case Core.Const(RegoValue value) -> out.append(value);
            case Core.Local(Variable variable) ->
                    out.append(variable.name.isEmpty() ? "_" : variable.name);
            case Core.Input i -> out.append("input");
            case Core.Data d -> out.append("data");
            case Core.Ref r -> {
                append(r.head(), out);
                r.operands().forEach(operand -> out.append(key(operand)));
            }
            case Core.Call c -> call(c, out);
            case Core.Array a -> list("[", a.items(), "]", out);
            case Core.SetOf s -> list("{", s.items(), "}", out);
            case Core.Obj o -> out.append("{…}");
            case Core.Comp c ->
                    out.append(
                            switch (c.kind()) {
                                case ARRAY -> "[… | …]";
                                case SET, OBJECT -> "{… | …}";
                            });
            case Core.Template t -> out.append("$\"…\"");
        }
    }

    /// A key of a reference, as `.name` where it can be written so.
    static String key(Core operand) {
        if (operand instanceof Core.Const(RegoString name)
                && name.value().matches("[A-Za-z_][A-Za-z0-9_]{0,100}")) {
            return "." + name.value();
        }
        return "[" + of(operand) + "]";
    }

    private static void call(Core.Call c, StringBuilder out) {
        String infix = INFIX.get(c.callee().name());
        if (infix != null && c.arguments().size() == 2) {
            append(c.arguments().getFirst(), out);
            out.append(' ').append(infix).append(' ');
            append(c.arguments().getLast(), out);
            return;
        }
        list(c.callee().name() + "(", c.arguments(), ")", out);
    }

    private static void list(String open, List<Core> items, String close, StringBuilder out) {
        out.append(open);
        for (int i = 0; i < items.size(); i++) {
            out.append(i == 0 ? "" : ", ");
            append(items.get(i), out);
        }
        out.append(close);
    }
}
