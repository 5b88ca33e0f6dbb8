package dev.fiducia.policy.compile;

import dev.fiducia.policy.compile.CoreBody.Lit;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Orders literals so that every variable has a value before it is needed.
final class Safety {
    private final Diagnostics diagnostics;
    private final Effort effort;

    Safety(Diagnostics diagnostics, Effort effort) {
        this.diagnostics = diagnostics;
        this.effort = effort;
    }

    /// The literals in an order that works; unsafe variables are reported.
    List<Lit> order(CoreBody body, Set<Variable> bound) {
        Rounds rounds = new Rounds(body.literals(), bound, effort);
        List<Lit> ordered = rounds.order();
        if (effort.isSpent()) {
            return List.of();
        }
        for (Lit lit : rounds.left()) {
            report(lit, rounds.known());
        }
        return ordered;
    }

    private void report(Lit lit, Set<Variable> known) {
        Set<Variable> needed = new HashSet<>(Vars.direct(lit));
        needed.addAll(Vars.closedOver(lit));
        needed.removeAll(known);
        for (Variable variable : needed) {
            if (variable.visible || variable.name.equals("_")) {
                diagnostics.unsafe("var " + variable.name + " is unsafe", variable.at);
            }
        }
        if (needed.stream().noneMatch(v -> v.visible || v.name.equals("_"))) {
            diagnostics.unsafe("expression is unsafe", lit.at());
        }
    }
}
