package dev.fiducia.initdata;

/// Foreign names in our messages: short, printable, one line.
public final class Names {

    private static final int LONGEST = 64;

    private Names() {}

    /// The name, cut to 64 characters, with everything that does not print replaced.
    public static String shown(String name) {
        StringBuilder shown = new StringBuilder();
        name.codePoints()
                .limit(LONGEST)
                .forEach(c -> shown.appendCodePoint(isPlain(c) ? c : '\uFFFD'));
        return name.codePointCount(0, name.length()) > LONGEST ? shown + "…" : shown.toString();
    }

    private static boolean isPlain(int c) {
        return !Character.isISOControl(c)
                && Character.getType(c) != Character.FORMAT
                && Character.getType(c) != Character.LINE_SEPARATOR
                && Character.getType(c) != Character.PARAGRAPH_SEPARATOR;
    }
}
