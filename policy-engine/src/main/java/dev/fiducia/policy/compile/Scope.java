package dev.fiducia.policy.compile;

import dev.fiducia.policy.Position;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The names of one body; bodies of comprehensions, `every` and compound `not` are children.
final class Scope {
    final @Nullable Scope parent;
    final boolean ofArguments;
    private final Map<String, Variable> declared = new HashMap<>();
    private final Map<String, Variable> implicit = new HashMap<>();

    /// Names that a later literal of this body declares.
    private final Set<String> pending = new HashSet<>();

    /// Pending names that were used before their declaration.
    private final Set<String> usedEarly = new HashSet<>();

    private final List<Variable> bySome = new ArrayList<>();
    private final List<Variable> assigned = new ArrayList<>();

    Scope(@Nullable Scope parent, boolean ofArguments) {
        this.parent = parent;
        this.ofArguments = ofArguments;
    }

    Scope child() {
        return new Scope(this, false);
    }

    boolean isInside(Scope other) {
        for (Scope s = this; s != null; s = s.parent) {
            if (s == other) {
                return true;
            }
        }
        return false;
    }

    void expect(Set<String> names) {
        pending.addAll(names);
    }

    boolean expects(String name) {
        return pending.contains(name);
    }

    @Nullable Variable declaredHere(String name) {
        return declared.get(name);
    }

    boolean wasUsedEarly(String name) {
        return usedEarly.contains(name);
    }

    /// The variable that a name means from here, or null.
    @Nullable Variable find(String name) {
        for (Scope s = this; s != null; s = s.parent) {
            Variable found = s.declared.get(name);
            if (found == null) {
                found = s.implicit.get(name);
            }
            if (found != null) {
                return found;
            }
        }
        if (pending.contains(name)) {
            usedEarly.add(name);
        }
        return null;
    }

    Variable declare(String name, Position at) {
        Variable variable = new Variable(name, this, at, true);
        declared.put(name, variable);
        pending.remove(name);
        return variable;
    }

    Variable declareBySome(String name, Position at) {
        Variable variable = declare(name, at);
        bySome.add(variable);
        return variable;
    }

    Variable assign(String name, Position at) {
        Variable variable = declare(name, at);
        assigned.add(variable);
        return variable;
    }

    /// The variables on the left of `:=`.
    List<Variable> assigned() {
        return assigned;
    }

    List<Variable> declaredBySome() {
        return bySome;
    }

    Variable implicit(String name, Position at) {
        return implicit.computeIfAbsent(name, n -> new Variable(n, this, at, true));
    }

    /// A variable that the author did not write.
    Variable fresh(String name, Position at) {
        return new Variable(name, this, at, false);
    }

    /// What a query's solutions show.
    List<Variable> visible() {
        List<Variable> all = new ArrayList<>(declared.values());
        all.addAll(implicit.values());
        return all;
    }
}
