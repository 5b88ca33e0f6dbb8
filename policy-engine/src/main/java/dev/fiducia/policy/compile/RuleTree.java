package dev.fiducia.policy.compile;

import dev.fiducia.policy.Position;
import dev.fiducia.policy.eval.DataNode;
import dev.fiducia.policy.eval.FunctionDef;
import dev.fiducia.policy.eval.RuleDef;
import dev.fiducia.policy.syntax.Module;
import dev.fiducia.policy.syntax.Rule;
import dev.fiducia.policy.syntax.Term;
import dev.fiducia.policy.value.RegoBoolean;
import dev.fiducia.policy.value.RegoNull;
import dev.fiducia.policy.value.RegoNumber;
import dev.fiducia.policy.value.RegoString;
import dev.fiducia.policy.value.RegoValue;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// Builds the tree of packages and rules, and finds rules that contradict each other.
final class RuleTree {
    private final Node root = new Node(List.of());
    private final Diagnostics diagnostics;
    private final boolean exhaustive;
    private final List<Group> groups = new ArrayList<>();
    private int nodes;

    private RuleTree(Diagnostics diagnostics, boolean exhaustive) {
        this.diagnostics = diagnostics;
        this.exhaustive = exhaustive;
    }

    /// A finished tree.
    record Built(Node root, List<Group> groups, int nodes) {}

    static Built build(
            List<Module> modules, List<Names> names, Settings settings, Diagnostics diagnostics) {
        RuleTree tree = new RuleTree(diagnostics, settings.profile().evaluatesAllClauses());
        for (int i = 0; i < modules.size(); i++) {
            Module module = modules.get(i);
            Node home = tree.root;
            for (String key : module.packagePath()) {
                home = home.childOrNew(RegoString.of(key));
            }
            home.isPackage = true;
            for (Rule rule : module.rules()) {
                tree.add(home, names.get(i), rule);
            }
        }
        tree.absorb(tree.root);
        tree.judge(tree.root);
        tree.run(tree.root);
        return new Built(tree.root, tree.groups, tree.nodes);
    }

    private void add(Node home, Names names, Rule rule) {
        Node node = home.childOrNew(RegoString.of(rule.name()));
        List<Term> operands = rule.reference().operands();
        int i = 0;
        while (i < operands.size()) {
            RegoValue key = constant(operands.get(i));
            if (key == null) {
                break;
            }
            node = node.childOrNew(key);
            i++;
        }
        Group group = node.group;
        if (group == null) {
            group = new Group(node.text(), rule.at());
            node.group = group;
        }
        group.entries.add(new Group.Entry(names, rule, operands.subList(i, operands.size())));
    }

    static @Nullable RegoValue constant(Term term) {
        return switch (term) {
            case Term.StringLiteral s -> RegoString.of(s.value());
            case Term.BooleanLiteral b -> RegoBoolean.of(b.value());
            case Term.NullLiteral n -> RegoNull.NULL;
            case Term.NumberLiteral n -> {
                try {
                    yield RegoNumber.parse(n.text());
                } catch (ArithmeticException | NumberFormatException e) {
                    yield null;
                }
            }
            case Term.Var v -> null;
            case Term.Ref r -> null;
            case Term.Call c -> null;
            case Term.ArrayTerm a -> null;
            case Term.SetTerm s -> null;
            case Term.ObjectTerm o -> null;
            case Term.Comprehension c -> null;
            case Term.Template t -> null;
        };
    }

    /// Rules with variables in their heads build one document with all rules below them.
    private void absorb(Node node) {
        Group group = node.group;
        if (group != null && group.entries.stream().anyMatch(e -> !e.suffix().isEmpty())) {
            group.kind = Group.Kind.OBJECT;
            for (Node child : node.children.values()) {
                if (holdsPackage(child)) {
                    conflict(node, "conflicts with package " + child.text());
                    return;
                }
                take(child, List.of(), group);
            }
            node.children.clear();
        }
        node.children.values().forEach(this::absorb);
    }

    private static boolean holdsPackage(Node node) {
        return node.isPackage || node.children.values().stream().anyMatch(RuleTree::holdsPackage);
    }

    private void take(Node node, List<Term> prefix, Group into) {
        List<Term> path = new ArrayList<>(prefix);
        path.add(new ConstantKey(node.path.getLast()).term());
        Group group = node.group;
        if (group != null) {
            for (Group.Entry entry : group.entries) {
                List<Term> suffix = new ArrayList<>(path);
                suffix.addAll(entry.suffix());
                into.entries.add(new Group.Entry(entry.names(), entry.rule(), suffix));
            }
        }
        node.children.values().forEach(child -> take(child, path, into));
    }

    /// A key of the tree, back as a term.
    private record ConstantKey(RegoValue key) {
        Term term() {
            return switch (key) {
                case RegoString s -> new Term.StringLiteral(s.value(), Hoisting.NO_POSITION);
                case RegoBoolean b -> new Term.BooleanLiteral(b.value(), Hoisting.NO_POSITION);
                case RegoNumber n -> new Term.NumberLiteral(n.toString(), Hoisting.NO_POSITION);
                default -> new Term.NullLiteral(Hoisting.NO_POSITION);
            };
        }
    }

    private void judge(Node node) {
        Group group = node.group;
        if (group != null) {
            judge(node, group);
        }
        node.children.values().forEach(this::judge);
    }

    private static int arity(Rule rule) {
        return rule.arguments() == null || rule.arguments().isEmpty()
                ? -1
                : rule.arguments().size();
    }

    private void judge(Node node, Group group) {
        List<Group.Entry> entries = group.entries;
        long functions = entries.stream().filter(e -> e.rule().isFunction()).count();
        long defaults = entries.stream().filter(e -> e.rule().isDefault()).count();
        if (group.kind == Group.Kind.OBJECT) {
            boolean plain =
                    entries.stream().anyMatch(e -> e.suffix().isEmpty() || e.rule().isDefault());
            if (functions > 0 || plain) {
                conflict(node, "");
            }
            return;
        }
        long sets = entries.stream().filter(e -> e.rule().contains() != null).count();
        if (functions > 0) {
            group.kind = Group.Kind.FUNCTION;
        } else if (sets > 0) {
            group.kind = Group.Kind.SET;
        }
        boolean arities = entries.stream().map(e -> arity(e.rule())).distinct().count() > 1;
        if (arities || (sets > 0 && sets < entries.size())) {
            conflict(node, "");
        }
        if (defaults > 1) {
            refuseDefaults(node, entries);
        }
        if (node.isPackage) {
            diagnostics.type(
                    "package "
                            + node.text().substring("data.".length())
                            + " conflicts with rule "
                            + node.text()
                            + " defined at "
                            + place(group.at),
                    entries.getFirst().names().at());
        } else if (!node.children.isEmpty()) {
            List<String> below = new ArrayList<>();
            node.children.values().forEach(child -> child.forEach(n -> list(n, below)));
            conflict(node, "conflicts with:\n" + String.join("\n", below));
        }
    }

    private void refuseDefaults(Node node, List<Group.Entry> entries) {
        List<Group.Entry> defaults = entries.stream().filter(e -> e.rule().isDefault()).toList();
        diagnostics.type(
                "multiple default rules "
                        + node.text()
                        + " found at "
                        + defaults.stream()
                                .map(e -> place(e.rule().at()))
                                .collect(Collectors.joining(", ")),
                defaults.get(1).rule().at());
    }

    private static String place(Position at) {
        return at.path() + ":" + at.line();
    }

    private static void list(Node node, List<String> into) {
        if (node.group != null) {
            for (Group.Entry entry : node.group.entries) {
                into.add("  rule " + node.text() + " at " + place(entry.rule().at()));
            }
        }
    }

    private void conflict(Node node, String with) {
        Group group = node.group;
        if (group != null) {
            diagnostics.type(
                    with.isEmpty()
                            ? "conflicting rules " + node.text() + " found"
                            : "rule " + node.text() + " " + with,
                    group.at);
        }
    }

    /// Makes the running form, in which rules know their place and are defined later.
    private DataNode run(Node node) {
        int id = nodes++;
        Group group = node.group;
        if (group != null) {
            groups.add(group);
            define(group, id);
        }
        DataNode running =
                new DataNode(
                        id,
                        node.path,
                        group == null ? null : group.rule,
                        group != null && group.function != null);
        node.running = running;
        node.children.forEach((key, child) -> running.add(key, run(child)));
        return running;
    }

    private void define(Group group, int id) {
        switch (group.kind) {
            case FUNCTION -> {
                List<Term> arguments = group.entries.getFirst().rule().arguments();
                int arity = arguments == null ? 0 : arguments.size();
                group.function = new FunctionDef(id, group.path, arity, exhaustive);
            }
            case COMPLETE ->
                    group.rule =
                            new RuleDef(
                                    id, group.path, RuleDef.Kind.COMPLETE, group.at, exhaustive);
            case SET ->
                    group.rule =
                            new RuleDef(id, group.path, RuleDef.Kind.SET, group.at, exhaustive);
            case OBJECT ->
                    group.rule =
                            new RuleDef(id, group.path, RuleDef.Kind.OBJECT, group.at, exhaustive);
        }
    }
}
