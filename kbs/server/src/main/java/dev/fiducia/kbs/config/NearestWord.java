package dev.fiducia.kbs.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/// Finds the word that someone probably meant.
final class NearestWord {
    private static final int MAX_LENGTH = 64;

    private NearestWord() {}

    /// The closest candidate, if it is close enough to be a slip of the fingers.
    static Optional<String> to(String word, Collection<String> candidates) {
        if (word.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        int bound = Math.max(2, word.length() / 3);
        return candidates.stream()
                .filter(c -> !c.equals(word) && distance(word, c) <= bound)
                .min(
                        Comparator.comparingInt((String c) -> distance(word, c))
                                .thenComparing(Comparator.naturalOrder()));
    }

    /// Edits (insert, delete, replace, swap of neighbours) from one word to the other, case
    /// ignored.
    private static int distance(String a, String b) {
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                d[i][j] = i == 0 || j == 0 ? i + j : step(d, a, b, i, j);
            }
        }
        return d[a.length()][b.length()];
    }

    private static int step(int[][] d, String a, String b, int i, int j) {
        int replace = same(a, i - 1, b, j - 1) ? 0 : 1;
        int best = Math.min(d[i - 1][j - 1] + replace, Math.min(d[i - 1][j], d[i][j - 1]) + 1);
        boolean swapped = i > 1 && j > 1 && same(a, i - 1, b, j - 2) && same(a, i - 2, b, j - 1);
        return swapped ? Math.min(best, d[i - 2][j - 2] + 1) : best;
    }

    private static boolean same(String a, int i, String b, int j) {
        return Character.toLowerCase(a.charAt(i)) == Character.toLowerCase(b.charAt(j));
    }
}
