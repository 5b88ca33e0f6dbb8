package dev.fiducia.initdata.agentpolicy;

import dev.fiducia.policy.syntax.Module;
import dev.fiducia.policy.syntax.Rule;
import dev.fiducia.policy.syntax.Term;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Which rules look, themselves or through other rules, at something outside of the policy's text:
/// the request, the agent's state, the time, chance. The value of all other rules is one constant.
/// In doubt a rule looks outside.
final class Outside {

    private static final String EVERY_RULE = "*";
    private static final Set<String> UNSTABLE =
            Set.of("http", "net", "opa", "rand", "rego", "time", "trace", "uuid");

    private final Paths paths;
    private final Map<String, Set<String>> mentionedBy = new HashMap<>();
    private final Set<String> looking = new HashSet<>();
    private final Set<String> names = new HashSet<>();

    private Outside(Module module) {
        this.paths = new Paths(module);
        for (Rule rule : module.rules()) {
            names.add(rule.name());
        }
        for (Rule rule : module.rules()) {
            read(rule);
        }
    }

    /// The names of rules that look outside.
    static Set<String> seenBy(Module module) {
        Outside outside = new Outside(module);
        Deque<String> open = new ArrayDeque<>(outside.looking);
        Set<String> all = new HashSet<>();
        while (!open.isEmpty()) {
            String name = open.pop();
            if (all.add(name)) {
                open.addAll(outside.mentionedBy.getOrDefault(name, Set.of()));
                open.addAll(outside.mentionedBy.getOrDefault(EVERY_RULE, Set.of()));
            }
        }
        return all;
    }

    private void read(Rule rule) {
        String name = rule.name();
        new TreeWalk() {
            @Override
            void term(Term term) {
                if (term instanceof Term.Call(Term operator, _, boolean infix, _) && !infix) {
                    call(name, operator);
                }
                List<String> path = paths.of(term);
                if (path != null) {
                    mention(name, path);
                }
            }
        }.walk(rule);
    }

    private void call(String by, Term operator) {
        if (operator instanceof Term.Ref(Term.Var head, _, _) && UNSTABLE.contains(head.name())) {
            looking.add(by);
        }
    }

    private void mention(String by, List<String> path) {
        boolean inPackage =
                path.size() > 1
                        && path.getFirst().equals("data")
                        && path.get(1).equals(AgentPolicy.PACKAGE);
        if (!inPackage) {
            looking.add(by);
        } else if (path.size() == 2) {
            mentionedBy.computeIfAbsent(EVERY_RULE, _ -> new HashSet<>()).add(by);
        } else if (names.contains(path.get(2))) {
            mentionedBy.computeIfAbsent(path.get(2), _ -> new HashSet<>()).add(by);
        }
    }
}
