package dev.fiducia.policy.eval;

import dev.fiducia.policy.Position;
import dev.fiducia.policy.value.RegoValue;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// One compiled body of a rule or function, with its `else` branches.
///
/// @param links how many iterations nest in it at most
/// @param constant the value when it is known at compile time
/// @param guards comparisons without which neither the body nor an `else` branch holds
public record Clause(
        int slots,
        int cells,
        int links,
        Step start,
        @Nullable RegoValue constant,
        List<Clause> alternatives,
        List<Guard> guards,
        Position at) {

    public Clause {
        alternatives = List.copyOf(alternatives);
        guards = List.copyOf(guards);
    }

    @Nullable Guard guardOf(Place place) {
        for (Guard guard : guards) {
            if (guard.place().equals(place)) {
                return guard;
            }
        }
        return null;
    }

    int frameSlots() {
        int most = slots;
        for (Clause alternative : alternatives) {
            most = Math.max(most, alternative.frameSlots());
        }
        return most;
    }

    int frameCells() {
        int most = cells;
        for (Clause alternative : alternatives) {
            most = Math.max(most, alternative.frameCells());
        }
        return most;
    }

    int allLinks() {
        int most = links;
        for (Clause alternative : alternatives) {
            most = Math.max(most, alternative.allLinks());
        }
        return most;
    }

    /// Whether the clause can only give what is known already.
    boolean repeats(RegoValue known) {
        return alternatives.isEmpty() && known.equals(constant);
    }

    /// The value of the first branch that has one, or null. Clauses may share a frame: each writes
    /// its slots before it reads them, and none writes the arguments.
    @Nullable RegoValue value(Frame frame) throws Halt {
        RegoValue own = run(frame);
        for (int i = 0; own == null && i < alternatives.size(); i++) {
            own = alternatives.get(i).run(frame);
        }
        return own;
    }

    private @Nullable RegoValue run(Frame frame) throws Halt {
        frame.sink = null;
        Step.go(start, frame);
        return (RegoValue) frame.sink;
    }

    void collect(Frame frame, Object sink) throws Halt {
        frame.sink = sink;
        Step.go(start, frame);
    }
}
