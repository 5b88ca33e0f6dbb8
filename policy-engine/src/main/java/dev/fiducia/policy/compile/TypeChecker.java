package dev.fiducia.policy.compile;

import dev.fiducia.policy.check.Signature;
import dev.fiducia.policy.check.Signature.Parameter;
import dev.fiducia.policy.check.Type;
import dev.fiducia.policy.check.Types;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Works out the types of rules and functions, those first that others depend on.
///
/// Source: OPA's type checker. Where this one knows less, it takes any type to be possible, so that
/// it never refuses what OPA accepts.
final class TypeChecker {
    private final Node root;
    private final TypeErrors errors;
    private final Map<Group, Type> documents = new HashMap<>();
    private final Map<Group, Signature> functions = new HashMap<>();

    TypeChecker(Node root, TypeErrors errors) {
        this.root = root;
        this.errors = errors;
    }

    Node root() {
        return root;
    }

    Type document(Group group) {
        return documents.getOrDefault(group, Type.ANY);
    }

    @Nullable Signature function(Group group) {
        return functions.get(group);
    }

    void check(List<Group> groups) {
        Set<Group> done = new HashSet<>();
        for (Group start : groups) {
            Deque<Group> open = new ArrayDeque<>();
            open.push(start);
            Set<Group> entered = new HashSet<>();
            while (!open.isEmpty()) {
                Group group = open.peek();
                if (done.contains(group)) {
                    open.pop();
                } else if (entered.add(group)) {
                    dependencies(group).stream().filter(g -> !done.contains(g)).forEach(open::push);
                } else {
                    open.pop();
                    done.add(group);
                    infer(group);
                }
            }
        }
    }

    private static List<Group> dependencies(Group group) {
        List<Group> all = new ArrayList<>();
        for (Object place : group.dependencies) {
            if (place instanceof Group other) {
                all.add(other);
            } else if (place instanceof Node node) {
                node.forEach(below -> {
                    if (below.group != null) {
                        all.add(below.group);
                    }
                });
            }
        }
        return all;
    }

    private void infer(Group group) {
        Type value = Type.Scalar.UNKNOWN;
        List<Type> parameters = new ArrayList<>();
        for (Group.Resolved clause : group.resolved) {
            int before = errors.reported();
            BodyTypes types = new BodyTypes(this, errors, clause.arguments());
            types.check(clause.body());
            Type one = result(group, clause, types);
            boolean sound = errors.reported() == before;
            value = Types.or(value, sound ? known(one) : Type.ANY);
            for (int i = 0; i < clause.arguments().size(); i++) {
                Type parameter = sound ? known(types.of(clause.arguments().get(i))) : Type.ANY;
                if (i == parameters.size()) {
                    parameters.add(parameter);
                } else {
                    parameters.set(i, Types.or(parameters.get(i), parameter));
                }
            }
        }
        if (group.kind == Group.Kind.FUNCTION) {
            functions.put(
                    group,
                    new Signature(
                            group.path,
                            parameters.stream().map(type -> new Parameter(null, type)).toList(),
                            new Parameter(null, known(value))));
        } else {
            documents.put(group, known(value));
        }
    }

    private static Type known(Type type) {
        return Types.isUnknown(type) ? Type.ANY : type;
    }

    private static Type result(Group group, Group.Resolved clause, BodyTypes types) {
        List<Core> heads = clause.heads();
        Type value = types.infer(heads.getLast());
        if (clause.entry().rule().contains() != null) {
            value = Types.set(List.of(known(value)));
        }
        if (group.kind != Group.Kind.OBJECT) {
            return value;
        }
        boolean flat = group.entries.stream().allMatch(entry -> entry.suffix().size() == 1);
        Type key = flat ? known(types.infer(heads.getFirst())) : Type.ANY;
        return Types.object(Map.of(), new Type.Others(key, flat ? known(value) : Type.ANY));
    }
}
