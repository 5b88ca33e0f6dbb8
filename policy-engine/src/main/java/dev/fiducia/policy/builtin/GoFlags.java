package dev.fiducia.policy.builtin;

/// The flags, width and precision of one directive of a Go format; -1 stands for not given.
record GoFlags(
        boolean sharp,
        boolean plus,
        boolean minus,
        boolean space,
        boolean zero,
        int width,
        int precision) {
    static final GoFlags NONE = new GoFlags(false, false, false, false, false, -1, -1);

    boolean hasWidth() {
        return width >= 0;
    }

    boolean hasPrecision() {
        return precision >= 0;
    }

    GoFlags withoutZero() {
        return new GoFlags(sharp, plus, minus, space, false, width, precision);
    }

    /// What `%v` does: a plus asks for field names, not for a sign; a sharp for Go syntax.
    GoFlags forValue() {
        return new GoFlags(false, false, minus, space, zero, width, precision);
    }

    /// Pads to the width: with zeros to the left only where asked, else with spaces.
    String pad(String text) {
        int missing = width - text.codePointCount(0, text.length());
        if (missing <= 0) {
            return text;
        }
        if (minus) {
            return text + " ".repeat(missing);
        }
        return (zero ? "0" : " ").repeat(missing) + text;
    }
}
