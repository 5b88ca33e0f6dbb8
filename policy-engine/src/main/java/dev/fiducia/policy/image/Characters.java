package dev.fiducia.policy.image;

/// The characters of references: ASCII only, whatever Unicode calls a letter.
final class Characters {
    private Characters() {}

    static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    static boolean isLower(char c) {
        return c >= 'a' && c <= 'z';
    }

    static boolean isUpper(char c) {
        return c >= 'A' && c <= 'Z';
    }

    static boolean isLetter(char c) {
        return isLower(c) || isUpper(c);
    }
}
