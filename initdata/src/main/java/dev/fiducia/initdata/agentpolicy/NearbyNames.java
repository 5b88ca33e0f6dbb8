package dev.fiducia.initdata.agentpolicy;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Finds the request that a misspelt rule name was meant for.
public final class NearbyNames {

    private static final int MAX_DISTANCE = 2;
    private static final int MAX_LENGTH = 64;
    private static final List<String> KNOWN = known();

    private NearbyNames() {}

    /// The known name that differs from this one by letter case or by at most two letters; empty
    /// when the name is known itself or like none.
    public static Optional<String> of(String name) {
        if (name.length() > MAX_LENGTH || KNOWN.contains(name)) {
            return Optional.empty();
        }
        String folded = name.toLowerCase(Locale.ROOT);
        return KNOWN.stream()
                .filter(known -> distance(folded, known.toLowerCase(Locale.ROOT)) <= MAX_DISTANCE)
                .findFirst();
    }

    private static List<String> known() {
        List<String> names = new ArrayList<>();
        for (AgentRequest request : AgentRequest.values()) {
            names.add(request.ruleName());
        }
        names.add(AgentRequest.ALLOW_FAILING);
        return List.copyOf(names);
    }

    private static int distance(String a, String b) {
        if (Math.abs(a.length() - b.length()) > MAX_DISTANCE) {
            return MAX_DISTANCE + 1;
        }
        int[] above = new int[b.length() + 1];
        for (int j = 0; j < above.length; j++) {
            above[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] row = new int[b.length() + 1];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                row[j] = Math.min(above[j - 1] + change, 1 + Math.min(above[j], row[j - 1]));
            }
            above = row;
        }
        return above[b.length()];
    }
}
