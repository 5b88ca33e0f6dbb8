package dev.fiducia.policy.eval;

import dev.fiducia.policy.value.RegoValue;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The clauses of a rule or function, found by the value of the place that most of them compare
/// with a constant. The order of clauses stays.
public final class ClauseIndex {
    /// Fewer clauses are tried as fast as one place is looked up.
    private static final int WORTHWHILE = 3;

    /// Clauses without the comparison are in the list of each value, which must not get too much.
    private static final int MOST_ENTRIES = 1_000_000;

    static final ClauseIndex NONE = new ClauseIndex(new Clause[0], null);

    final int slots;
    final int cells;

    /// How many iterations nest in the deepest clause, at most.
    final int links;

    private final Clause[] all;
    private final @Nullable Place place;
    private final Map<RegoValue, Clause[]> byValue = new HashMap<>();
    private final Clause[] unguarded;

    private ClauseIndex(Clause[] all, @Nullable Place place) {
        this.all = all;
        this.place = place;
        int mostSlots = 0;
        int mostCells = 0;
        int mostLinks = 0;
        for (Clause clause : all) {
            mostSlots = Math.max(mostSlots, clause.frameSlots());
            mostCells = Math.max(mostCells, clause.frameCells());
            mostLinks = Math.max(mostLinks, clause.allLinks());
        }
        this.slots = mostSlots;
        this.cells = mostCells;
        this.links = mostLinks;
        this.unguarded = place == null ? all : fill(place);
    }

    /// Gives each value its clauses; those without a guard belong to all. Returns the latter.
    private Clause[] fill(Place at) {
        Map<RegoValue, List<Clause>> lists = new HashMap<>();
        for (Clause clause : all) {
            Guard guard = clause.guardOf(at);
            if (guard != null) {
                lists.put(guard.value(), new ArrayList<>());
            }
        }
        List<Clause> others = new ArrayList<>();
        for (Clause clause : all) {
            Guard guard = clause.guardOf(at);
            if (guard == null) {
                others.add(clause);
                lists.values().forEach(list -> list.add(clause));
            } else {
                lists.computeIfAbsent(guard.value(), value -> new ArrayList<>()).add(clause);
            }
        }
        lists.forEach((value, list) -> byValue.put(value, list.toArray(Clause[]::new)));
        return others.toArray(Clause[]::new);
    }

    /// All clauses, each of which is tried.
    public static ClauseIndex plain(List<Clause> clauses) {
        return new ClauseIndex(clauses.toArray(Clause[]::new), null);
    }

    public static ClauseIndex of(List<Clause> clauses) {
        Map<Place, Integer> uses = new HashMap<>();
        Place best = null;
        int most = 0;
        for (Clause clause : clauses) {
            for (Guard guard : clause.guards()) {
                int count = uses.merge(guard.place(), 1, Integer::sum);
                if (count >= WORTHWHILE && count > most) {
                    best = guard.place();
                    most = count;
                }
            }
        }
        boolean small = (long) most * (clauses.size() - most) <= MOST_ENTRIES;
        return new ClauseIndex(clauses.toArray(Clause[]::new), small ? best : null);
    }

    /// The one clause, where there are no others.
    @Nullable Clause only() {
        return all.length == 1 ? all[0] : null;
    }

    /// The clauses that may hold, given what the frame's context and arguments say.
    Clause[] candidates(Frame frame) {
        // Under `with` even the comparison may be something else.
        if (place == null || frame.context.isMocked()) {
            return all;
        }
        RegoValue value = place.value(frame);
        return value == null ? unguarded : byValue.getOrDefault(value, unguarded);
    }
}
