package dev.fiducia.policy.value;

import java.util.Comparator;

/// The order in which Go's YAML library writes keys: numbers within them count as numbers (`a2`
/// before `a10`), letters come after other characters unless digits precede.
final class NaturalOrder {
    static final Comparator<String> KEYS = NaturalOrder::compare;

    private NaturalOrder() {}

    private static int compare(String one, String two) {
        int[] a = one.codePoints().toArray();
        int[] b = two.codePoints().toArray();
        boolean digits = false;
        for (int i = 0; i < a.length && i < b.length; i++) {
            if (a[i] == b[i]) {
                digits = Character.isDigit(a[i]);
                continue;
            }
            return atDifference(a, b, i, digits);
        }
        return Integer.compare(a.length, b.length);
    }

    private static int atDifference(int[] a, int[] b, int i, boolean digits) {
        boolean letterA = Character.isLetter(a[i]);
        boolean letterB = Character.isLetter(b[i]);
        if (letterA && letterB) {
            return Integer.compare(a[i], b[i]);
        }
        if (letterA || letterB) {
            return letterA == digits ? -1 : 1;
        }
        long seed = (a[i] == '0' || b[i] == '0') && afterSignificantDigit(a, i) ? 1 : 0;
        int endA = digitsEnd(a, i);
        int endB = digitsEnd(b, i);
        long numberA = number(seed, a, i, endA);
        long numberB = number(seed, b, i, endB);
        if (numberA != numberB) {
            return Long.compare(numberA, numberB);
        }
        return endA != endB ? Integer.compare(endA, endB) : Integer.compare(a[i], b[i]);
    }

    private static boolean afterSignificantDigit(int[] text, int at) {
        for (int i = at - 1; i >= 0 && Character.isDigit(text[i]); i--) {
            if (text[i] != '0') {
                return true;
            }
        }
        return false;
    }

    private static int digitsEnd(int[] text, int from) {
        int at = from;
        while (at < text.length && Character.isDigit(text[at])) {
            at++;
        }
        return at;
    }

    /// Overflows silently, as Go's does.
    private static long number(long seed, int[] text, int from, int to) {
        long number = seed;
        for (int i = from; i < to; i++) {
            number = number * 10 + (text[i] - '0');
        }
        return number;
    }
}
