package dev.fiducia.policy.value;

/// The Rego text form: `{"a": [1, {2, 3}]}`, the empty set as `set()`.
final class RegoText {
    private RegoText() {}

    static String of(RegoValue value) {
        var out = new StringBuilder();
        append(value, out);
        return out.toString();
    }

    private static void append(RegoValue value, StringBuilder out) {
        switch (value) {
            case RegoArray array -> list(array.elements(), out, '[', ']');
            case RegoSet set when set.size() == 0 -> out.append("set()");
            case RegoSet set -> list(set.elements(), out, '{', '}');
            case RegoObject object -> {
                out.append('{');
                for (int i = 0; i < object.size(); i++) {
                    if (i > 0) {
                        out.append(", ");
                    }
                    append(object.keyAt(i), out);
                    out.append(": ");
                    append(object.valueAt(i), out);
                }
                out.append('}');
            }
            case RegoNull _, RegoBoolean _, RegoNumber _, RegoString _ -> out.append(value);
        }
    }

    private static void list(Iterable<RegoValue> values, StringBuilder out, char open, char close) {
        out.append(open);
        boolean first = true;
        for (var value : values) {
            if (!first) {
                out.append(", ");
            }
            append(value, out);
            first = false;
        }
        out.append(close);
    }
}
