package dev.fiducia.policy.compile;

import dev.fiducia.policy.compile.CoreBody.Lit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// Orders literals as repeated rounds over a body do: in each round, those that can be evaluated
/// with what is known so far, as they were written.
///
/// A literal that could not be evaluated waits for the variables that it lacked and is not tried
/// again before one of them is known; so the work grows with the text and not with its square.
final class Rounds {
    private final List<Lit> literals;
    private final Set<Variable> known;
    private final Effort effort;
    private final Map<Variable, List<Integer>> waiting = new HashMap<>();
    private final boolean[] waits;
    private final boolean[] done;

    /// Which literals to try: in this round those after the current one, in the next all others.
    private TreeSet<Integer> current = new TreeSet<>();

    private TreeSet<Integer> next = new TreeSet<>();

    Rounds(List<Lit> literals, Set<Variable> bound, Effort effort) {
        this.literals = literals;
        this.known = new Overlay(bound);
        this.effort = effort;
        this.waits = new boolean[literals.size()];
        this.done = new boolean[literals.size()];
    }

    Set<Variable> known() {
        return known;
    }

    /// The literals that could not be put in order.
    List<Lit> left() {
        List<Lit> left = new ArrayList<>();
        for (int i = 0; i < done.length; i++) {
            if (!done[i]) {
                left.add(literals.get(i));
            }
        }
        return left;
    }

    /// All literals that can be evaluated; none after too much effort.
    List<Lit> order() {
        List<Lit> ordered = new ArrayList<>(literals.size());
        for (int i = 0; i < literals.size(); i++) {
            current.add(i);
        }
        while (!current.isEmpty()) {
            Integer index = current.pollFirst();
            Lit lit = literals.get(index);
            Set<Variable> direct = Vars.direct(lit);
            if (!effort.spend(direct.size() + 1L, lit.at())) {
                return List.of();
            }
            if (evaluated(index, lit, direct)) {
                ordered.add(lit);
                done[index] = true;
            }
            if (current.isEmpty()) {
                TreeSet<Integer> over = current;
                current = next;
                next = over;
            }
        }
        return ordered;
    }

    private boolean evaluated(int index, Lit lit, Set<Variable> direct) {
        Set<Variable> closedOver = Vars.closedOver(lit);
        if (known.containsAll(closedOver)) {
            Overlay after = Readiness.after(lit, known, effort);
            if (after.containsAll(direct)) {
                after.added().forEach(variable -> learn(variable, index));
                return true;
            }
        }
        if (!waits[index]) {
            waits[index] = true;
            await(direct, index);
            await(closedOver, index);
        }
        return false;
    }

    private void await(Set<Variable> variables, int index) {
        for (Variable variable : variables) {
            if (!known.contains(variable)) {
                waiting.computeIfAbsent(variable, v -> new ArrayList<>()).add(index);
            }
        }
    }

    private void learn(Variable variable, int by) {
        known.add(variable);
        List<Integer> literalsWaiting = waiting.remove(variable);
        if (literalsWaiting != null) {
            for (Integer index : literalsWaiting) {
                (index > by ? current : next).add(index);
            }
        }
    }
}
