package dev.fiducia.initdata.agentpolicy;

import dev.fiducia.policy.syntax.Rule;
import dev.fiducia.policy.syntax.Term;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;

/// The calls that a policy's rules make, as they are written.
public final class RuleCalls {

    private RuleCalls() {}

    /// All calls.
    public static List<Term.Call> of(AgentPolicy policy) {
        return of(policy, _ -> true);
    }

    /// The calls of the rules with this name; those of rules that they use are not among them.
    public static List<Term.Call> of(AgentPolicy policy, String rule) {
        return of(policy, each -> each.name().equals(rule));
    }

    /// Whether a call is written as a call of `a.b`, given as its parts.
    public static boolean isNamed(Term.Call call, String... parts) {
        return switch (call.operator()) {
            case Term.Var(String name, _) -> parts.length == 1 && name.equals(parts[0]);
            case Term.Ref(Term.Var head, List<Term> operands, _) ->
                    parts.length == operands.size() + 1
                            && head.name().equals(parts[0])
                            && followed(operands, parts);
            case Term _ -> false;
        };
    }

    private static boolean followed(List<Term> operands, String... parts) {
        for (int i = 0; i < operands.size(); i++) {
            if (!(operands.get(i) instanceof Term.StringLiteral(String name, _))
                    || !Objects.equals(name, parts[i + 1])) {
                return false;
            }
        }
        return true;
    }

    private static List<Term.Call> of(AgentPolicy policy, Predicate<Rule> which) {
        List<Term.Call> calls = new ArrayList<>();
        TreeWalk walk =
                new TreeWalk() {
                    @Override
                    void term(Term term) {
                        if (term instanceof Term.Call call && !call.infix()) {
                            calls.add(call);
                        }
                    }
                };
        policy.module().rules().stream().filter(which).forEach(walk::walk);
        return calls;
    }
}
