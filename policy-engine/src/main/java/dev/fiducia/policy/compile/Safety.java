package dev.fiducia.policy.compile;

import dev.fiducia.policy.compile.CoreBody.Lit;

import java.util.ArrayList;
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
        List<Lit> open = new ArrayList<>(body.literals());
        List<Lit> ordered = new ArrayList<>(open.size());
        Set<Variable> known = new HashSet<>(bound);
        boolean progress = true;
        while (progress && !open.isEmpty()) {
            progress = false;
            List<Lit> left = new ArrayList<>();
            for (Lit lit : open) {
                if (!effort.spend(known.size() + 8L, lit.at())) {
                    return List.of();
                }
                Set<Variable> direct = Vars.direct(lit);
                boolean closuresReady = known.containsAll(Vars.closedOver(lit));
                Set<Variable> after = closuresReady ? Readiness.after(lit, known) : known;
                if (closuresReady && after.containsAll(direct)) {
                    ordered.add(lit);
                    known.addAll(after);
                    progress = true;
                } else {
                    left.add(lit);
                }
            }
            open = left;
        }
        for (Lit lit : open) {
            report(lit, known);
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
