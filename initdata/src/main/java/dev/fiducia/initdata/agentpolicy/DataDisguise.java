package dev.fiducia.initdata.agentpolicy;

import dev.fiducia.initdata.agentpolicy.PolicyData.Cause;
import dev.fiducia.policy.Position;
import dev.fiducia.policy.syntax.Expr;
import dev.fiducia.policy.syntax.Literal;
import dev.fiducia.policy.syntax.Module;
import dev.fiducia.policy.syntax.Rule;
import dev.fiducia.policy.syntax.Term;

import org.jspecify.annotations.Nullable;

import java.util.Optional;

/// Finds what would let rules see other data than the one definition of `policy_data`: `with`, and
/// local variables of that name.
final class DataDisguise extends TreeWalk {

    private final Paths paths;
    private PolicyData.@Nullable Refused found;

    private DataDisguise(Paths paths) {
        this.paths = paths;
    }

    static Optional<PolicyData.Refused> in(Module module) {
        DataDisguise search = new DataDisguise(new Paths(module));
        for (Rule rule : module.rules()) {
            if (rule.arguments() != null) {
                rule.arguments().forEach(search::declares);
            }
            search.walk(rule);
        }
        return Optional.ofNullable(search.found);
    }

    @Override
    void with(Literal.With with) {
        if (paths.mayReach(with.target(), PolicyData.NAME)) {
            report(Cause.REPLACED, with.at());
        }
    }

    @Override
    void expr(Expr expr) {
        switch (expr) {
            case Expr.Assign(Term left, _, _) -> declares(left);
            case Expr.SomeDecl decl -> decl.names().forEach(this::declares);
            case Expr.SomeIn(Term key, Term value, _, _) -> {
                declares(key);
                declares(value);
            }
            case Expr.Every(Term key, Term value, _, _, _) -> {
                declares(key);
                declares(value);
            }
            case Expr.TermExpr _, Expr.Unify _, Expr.Group _ -> {
                // These declare nothing.
            }
        }
    }

    private void declares(@Nullable Term pattern) {
        new TreeWalk() {
            @Override
            void term(Term term) {
                if (term instanceof Term.Var(String name, Position at)
                        && name.equals(PolicyData.NAME)) {
                    report(Cause.HIDDEN, at);
                }
            }
        }.into(pattern);
    }

    private void report(Cause cause, Position at) {
        if (found == null) {
            found = new PolicyData.Refused(cause, at);
        }
    }
}
