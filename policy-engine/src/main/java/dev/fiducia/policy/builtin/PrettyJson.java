package dev.fiducia.policy.builtin;

import dev.fiducia.policy.value.RegoArray;
import dev.fiducia.policy.value.RegoJson;
import dev.fiducia.policy.value.RegoObject;
import dev.fiducia.policy.value.RegoSet;
import dev.fiducia.policy.value.RegoString;
import dev.fiducia.policy.value.RegoValue;

/// Indented JSON, every line (the first one too) behind a prefix.
final class PrettyJson {
    private final Budget budget;
    private final StringBuilder out = new StringBuilder();
    private final String prefix;
    private final String indent;

    private PrettyJson(Budget budget, String prefix, String indent) {
        this.budget = budget;
        this.prefix = prefix;
        this.indent = indent;
    }

    static String of(Budget budget, RegoValue value, String prefix, String indent)
            throws BuiltinException {
        var text = new PrettyJson(budget, prefix, indent);
        text.out.append(prefix);
        text.append(value, 0);
        return text.out.toString();
    }

    private void append(RegoValue value, int depth) throws BuiltinException {
        switch (value) {
            case RegoArray array when array.size() > 0 -> list(array, depth);
            case RegoSet set when set.size() > 0 -> list(set, depth);
            case RegoObject object when object.size() > 0 -> {
                out.append('{');
                for (int i = 0; i < object.size(); i++) {
                    line(i > 0 ? "," : "", depth + 1);
                    var key = object.keyAt(i);
                    scalar(
                            key instanceof RegoString
                                    ? key
                                    : RegoString.of(RegoJson.writeEscapingHtml(key)));
                    out.append(": ");
                    append(object.valueAt(i), depth + 1);
                }
                line("", depth);
                out.append('}');
            }
            default -> scalar(value);
        }
    }

    private void list(Iterable<RegoValue> values, int depth) throws BuiltinException {
        out.append('[');
        String before = "";
        for (var value : values) {
            line(before, depth + 1);
            append(value, depth + 1);
            before = ",";
        }
        line("", depth);
        out.append(']');
    }

    private void line(String before, int depth) throws BuiltinException {
        budget.output(2 + prefix.length() + (long) indent.length() * depth);
        out.append(before).append('\n').append(prefix).append(indent.repeat(depth));
    }

    private void scalar(RegoValue value) throws BuiltinException {
        Weight.charge(budget, value);
        out.append(RegoJson.writeEscapingHtml(value));
    }
}
