package dev.fiducia.policy.compile;

import dev.fiducia.policy.eval.Check;
import dev.fiducia.policy.eval.Step;
import dev.fiducia.policy.eval.Steps;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/// The links of one body so far, and the variables that have values after them.
final class Emission {
    final Set<Variable> bound;
    private final List<UnaryOperator<Step>> links = new ArrayList<>();

    /// Checks that follow each other make one link: a long body does not become a deep chain.
    private final List<Check> checks = new ArrayList<>();

    Emission(Set<Variable> bound) {
        this.bound = new Overlay(bound);
    }

    void check(Check check) {
        checks.add(check);
    }

    void link(UnaryOperator<Step> link) {
        closeChecks();
        links.add(link);
    }

    private void closeChecks() {
        if (!checks.isEmpty()) {
            List<Check> all = List.copyOf(checks);
            links.add(next -> Steps.after(all, next));
            checks.clear();
        }
    }

    /// The chain that ends in the given step.
    Step chain(Step tail) {
        closeChecks();
        Step step = tail;
        for (int i = links.size() - 1; i >= 0; i--) {
            step = links.get(i).apply(step);
        }
        return step;
    }
}
