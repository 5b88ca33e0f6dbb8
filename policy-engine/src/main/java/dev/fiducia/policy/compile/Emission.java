package dev.fiducia.policy.compile;

import dev.fiducia.policy.eval.Step;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/// The links of one body so far, and the variables that have values after them.
final class Emission {
    final Set<Variable> bound;
    private final List<UnaryOperator<Step>> links = new ArrayList<>();

    Emission(Set<Variable> bound) {
        this.bound = new HashSet<>(bound);
    }

    void link(UnaryOperator<Step> link) {
        links.add(link);
    }

    /// The chain that ends in the given step.
    Step chain(Step tail) {
        Step step = tail;
        for (int i = links.size() - 1; i >= 0; i--) {
            step = links.get(i).apply(step);
        }
        return step;
    }
}
