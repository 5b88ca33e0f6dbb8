package dev.fiducia.initdata.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/// Finds the name that was meant.
public final class Spelling {

    private static final int LONGEST = 64;

    private Spelling() {}

    /// The known name that is at most two slips away from what was written, one for names of up to
    /// four letters. A slip is a letter too much, missing, wrong, or swapped with its neighbour;
    /// case, hyphens and underscores are not told apart.
    public static Optional<String> nearest(String written, Collection<String> known) {
        if (written.length() > LONGEST) {
            return Optional.empty();
        }
        return known.stream()
                .filter(name -> slips(written, name) <= (name.length() <= 4 ? 1 : 2))
                .min(
                        Comparator.comparingInt((String name) -> slips(written, name))
                                .thenComparing(Comparator.naturalOrder()));
    }

    private static int slips(String written, String name) {
        String a = plain(written);
        String b = plain(name);
        int[][] costs = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                costs[i][j] = (i == 0 || j == 0) ? i + j : cheapest(costs, a, b, i, j);
            }
        }
        return costs[a.length()][b.length()];
    }

    private static int cheapest(int[][] costs, String a, String b, int i, int j) {
        int wrong = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        int cost = costs[i - 1][j - 1] + wrong;
        cost = Math.min(cost, costs[i - 1][j] + 1);
        cost = Math.min(cost, costs[i][j - 1] + 1);
        boolean swapped =
                i > 1
                        && j > 1
                        && a.charAt(i - 1) == b.charAt(j - 2)
                        && a.charAt(i - 2) == b.charAt(j - 1);
        return swapped ? Math.min(cost, costs[i - 2][j - 2] + 1) : cost;
    }

    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replace('-', '_');
    }
}
