package dev.fiducia.policy.value;

/// Compact JSON text. Sets are sorted arrays; a key that is not a string is its own JSON text.
final class JsonText {
    private final StringBuilder out = new StringBuilder();
    private final boolean escapeHtml;

    private JsonText(boolean escapeHtml) {
        this.escapeHtml = escapeHtml;
    }

    static String of(RegoValue value) {
        return of(value, false);
    }

    static String of(RegoValue value, boolean escapeHtml) {
        var text = new JsonText(escapeHtml);
        text.append(value);
        return text.out.toString();
    }

    private void append(RegoValue value) {
        switch (value) {
            case RegoString string -> Quoting.json(string.value(), out, escapeHtml);
            case RegoArray array -> list(array);
            case RegoSet set -> list(set);
            case RegoObject object -> object(object);
            case RegoNull _, RegoBoolean _, RegoNumber _ -> out.append(value);
        }
    }

    private void list(Iterable<RegoValue> values) {
        out.append('[');
        boolean first = true;
        for (var value : values) {
            if (!first) {
                out.append(',');
            }
            append(value);
            first = false;
        }
        out.append(']');
    }

    private void object(RegoObject object) {
        out.append('{');
        for (int i = 0; i < object.size(); i++) {
            if (i > 0) {
                out.append(',');
            }
            Quoting.json(keyText(object.keyAt(i), escapeHtml), out, escapeHtml);
            out.append(':');
            append(object.valueAt(i));
        }
        out.append('}');
    }

    static String keyText(RegoValue key, boolean escapeHtml) {
        return key instanceof RegoString string ? string.value() : of(key, escapeHtml);
    }
}
