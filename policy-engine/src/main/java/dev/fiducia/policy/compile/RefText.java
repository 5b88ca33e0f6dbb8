package dev.fiducia.policy.compile;

import dev.fiducia.policy.value.RegoString;
import dev.fiducia.policy.value.RegoValue;

/// References after resolution, as messages show them.
final class RefText {
    private static final int LONGEST = 200;

    private RefText() {}

    /// The reference up to so many operands.
    static String of(Core.Ref ref, int operands) {
        StringBuilder out = new StringBuilder(head(ref.head()));
        for (Core operand : ref.operands().subList(0, operands)) {
            if (out.length() > LONGEST) {
                return out.append('…').toString();
            }
            if (operand instanceof Core.Const(RegoString s) && Node.isPlainKey(s.value())) {
                out.append('.').append(s.value());
            } else {
                out.append('[').append(operand(operand)).append(']');
            }
        }
        return out.toString();
    }

    private static String head(Core head) {
        return switch (head) {
            case Core.Data _ -> "data";
            case Core.Input _ -> "input";
            case Core.Local l -> l.variable().name;
            case Core.Call c -> c.callee().name() + "(…)";
            case Core.Const _,
                    Core.Ref _,
                    Core.Array _,
                    Core.SetOf _,
                    Core.Obj _,
                    Core.Comp _,
                    Core.Template _ ->
                    "(…)";
        };
    }

    static String operand(Core operand) {
        return switch (operand) {
            case Core.Const(RegoValue value) -> value.toString();
            case Core.Local l -> l.variable().name;
            case Core.Ref r -> of(r, r.operands().size());
            case Core.Data _,
                    Core.Input _,
                    Core.Call _,
                    Core.Array _,
                    Core.SetOf _,
                    Core.Obj _,
                    Core.Comp _,
                    Core.Template _ ->
                    "…";
        };
    }
}
