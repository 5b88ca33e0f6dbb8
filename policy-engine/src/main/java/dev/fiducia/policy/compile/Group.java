package dev.fiducia.policy.compile;

import dev.fiducia.policy.Position;
import dev.fiducia.policy.eval.FunctionDef;
import dev.fiducia.policy.eval.RuleDef;
import dev.fiducia.policy.syntax.Rule;
import dev.fiducia.policy.syntax.Term;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// All clauses of one rule or function.
final class Group {
    /// What the clauses define.
    enum Kind {
        COMPLETE,
        SET,
        OBJECT,
        FUNCTION
    }

    /// One clause with its module and the part of its head's reference below the node.
    record Entry(Names names, Rule rule, List<Term> suffix) {}

    /// One clause or branch with its names resolved.
    ///
    /// @param arguments the variables of a function's parameters, in their order
    /// @param heads what the head says: keys below the rule's own path, then the value or element
    record Resolved(
            Entry entry, List<Variable> arguments, CoreBody body, List<Core> heads, Position at) {}

    final String path;
    final Position at;
    final List<Entry> entries = new ArrayList<>();

    /// What checks look at; empty once they are done.
    final List<Resolved> resolved = new ArrayList<>();

    /// Groups, and nodes that stand for all groups below them.
    final Set<Object> dependencies = new LinkedHashSet<>();

    Kind kind = Kind.COMPLETE;

    /// Whether evaluating it may cost more than to look its result up.
    boolean costly;

    @Nullable RuleDef rule;
    @Nullable FunctionDef function;

    Group(String path, Position at) {
        this.path = path;
        this.at = at;
    }
}
