package dev.fiducia.policy.compile;

import dev.fiducia.policy.eval.DataNode;
import dev.fiducia.policy.eval.DataWalk;
import dev.fiducia.policy.eval.Ev;
import dev.fiducia.policy.eval.Evs;
import dev.fiducia.policy.value.RegoValue;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.Function;

/// Connects references below `data` with rules and base documents, noting what depends on what.
final class Linker {
    private final Node root;
    private final @Nullable Group current;

    Linker(Node root, @Nullable Group current) {
        this.root = root;
        this.current = current;
    }

    void dependsOn(Group group) {
        if (current != null) {
            current.dependencies.add(group);
        }
    }

    private void dependsOnAll(Node node) {
        if (current != null) {
            current.dependencies.add(node);
        }
    }

    /// All rules that a reference with keys known only at run time may reach.
    private void dependsOnMatching(Node node, List<Core> operands, int from) {
        if (current == null || isOpen(operands, from) || node.group != null) {
            dependsOnAll(node);
        } else if (operands.get(from) instanceof Core.Const(RegoValue key)) {
            Node child = node.child(key);
            if (child != null) {
                dependsOnMatching(child, operands, from + 1);
            }
        } else {
            node.children.values().forEach(child -> dependsOnMatching(child, operands, from + 1));
        }
    }

    private static boolean isOpen(List<Core> operands, int from) {
        return operands.subList(from, operands.size()).stream()
                .noneMatch(Core.Const.class::isInstance);
    }

    /// The constant beginning of a reference: a rule, base data, or a package with the keys left.
    record Start(@Nullable Ev value, @Nullable DataNode node, int consumed) {}

    Start start(List<Core> operands) {
        Node node = root;
        int i = 0;
        while (node.group == null && i < operands.size()) {
            if (!(operands.get(i) instanceof Core.Const(RegoValue key))) {
                dependsOnMatching(node, operands, i);
                return new Start(null, running(node), i);
            }
            Node child = node.child(key);
            if (child == null) {
                return new Start(Evs.base(constants(operands)), null, constants(operands).size());
            }
            node = child;
            i++;
        }
        dependsOnAll(node);
        DataNode running = running(node);
        Group group = node.group;
        if (group != null && group.rule != null) {
            return new Start(Evs.rule(running, group.rule), null, i);
        }
        return new Start(Evs.document(running), null, i);
    }

    private static List<RegoValue> constants(List<Core> operands) {
        List<RegoValue> keys = new ArrayList<>();
        for (Core operand : operands) {
            if (!(operand instanceof Core.Const(RegoValue key))) {
                break;
            }
            keys.add(key);
        }
        return keys;
    }

    private static DataNode running(Node node) {
        DataNode running = node.running;
        if (running == null) {
            throw new IllegalStateException("tree is not complete at " + node.text());
        }
        return running;
    }

    Ev document(List<Core> operands) {
        Start start = start(operands);
        return start.value() != null ? start.value() : Evs.document(running(root));
    }

    /// A reference whose keys are all known when it is evaluated.
    Ev reference(Core.Ref r, Function<Core, Ev> closure) {
        Start start = start(r.operands());
        List<Core> rest = r.operands().subList(start.consumed(), r.operands().size());
        List<Ev> keys = new ArrayList<>();
        for (Core operand : rest) {
            keys.add(closure.apply(operand));
        }
        if (start.value() != null) {
            return Evs.path(start.value(), keys);
        }
        List<DataWalk.Key> walk = new ArrayList<>();
        for (Ev key : keys) {
            walk.add(new DataWalk.Key.Ground(key));
        }
        DataNode node = start.node();
        return node == null ? Evs.input() : Evs.walk(new DataWalk(node, walk));
    }

    /// The nodes that are hidden when data at this path is replaced.
    BitSet hidden(List<RegoValue> path) {
        BitSet hidden = new BitSet();
        Node node = root;
        for (RegoValue key : path) {
            node = node.child(key);
            if (node == null) {
                return hidden;
            }
        }
        node.forEach(below -> hidden.set(running(below).id()));
        return hidden;
    }
}
