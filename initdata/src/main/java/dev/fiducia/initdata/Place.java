package dev.fiducia.initdata;

/// Where in a text something is: line and column, both counted from 1. Columns are code points.
public record Place(int line, int column) {

    static Place of(CharSequence text, int offset) {
        int line = 1;
        int column = 1;
        for (int i = 0; i < offset && i < text.length(); i++) {
            if (text.charAt(i) == '\n') {
                line++;
                column = 1;
            } else if (!isSecondHalf(text, i)) {
                column++;
            }
        }
        return new Place(line, column);
    }

    private static boolean isSecondHalf(CharSequence text, int i) {
        return i > 0
                && Character.isLowSurrogate(text.charAt(i))
                && Character.isHighSurrogate(text.charAt(i - 1));
    }

    @Override
    public String toString() {
        return "line " + line + ", column " + column;
    }
}
