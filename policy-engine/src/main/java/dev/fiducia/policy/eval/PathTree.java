package dev.fiducia.policy.eval;

import dev.fiducia.policy.Position;
import dev.fiducia.policy.value.RegoObject;
import dev.fiducia.policy.value.RegoSet;
import dev.fiducia.policy.value.RegoValue;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.Map;

/// The document that rules with variables in their heads build, path by path.
final class PathTree {
    private final Map<RegoValue, Object> children = new HashMap<>();

    /// A value at a path; another value there, or a document around or below it, is a conflict.
    void put(Run run, RegoValue[] path, RegoValue value, Position at) throws Halt {
        PathTree parent = parent(path, at);
        Object before = parent.children.putIfAbsent(path[path.length - 1], value);
        if (before != null && !(before instanceof RegoValue known && run.same(known, value))) {
            throw conflict(at);
        }
    }

    /// A member of the set at a path.
    void add(RegoValue[] path, RegoValue member, Position at) throws Halt {
        PathTree parent = parent(path, at);
        Object set =
                parent.children.computeIfAbsent(path[path.length - 1], key -> RegoSet.builder());
        if (!(set instanceof RegoSet.Builder builder)) {
            throw conflict(at);
        }
        builder.add(member);
    }

    private PathTree parent(RegoValue[] path, Position at) throws Halt {
        PathTree tree = this;
        for (int i = 0; i < path.length - 1; i++) {
            Object child = tree.children.computeIfAbsent(path[i], key -> new PathTree());
            if (!(child instanceof PathTree next)) {
                throw conflict(at);
            }
            tree = next;
        }
        return tree;
    }

    private static Halt conflict(Position at) {
        return Halt.conflict("object keys must be unique", at);
    }

    RegoValue build() {
        RegoObject.Builder object = RegoObject.builder();
        children.forEach((key, child) -> object.put(key, built(child)));
        return object.build();
    }

    private static RegoValue built(@Nullable Object child) {
        return switch (child) {
            case PathTree tree -> tree.build();
            case RegoSet.Builder set -> set.build();
            case RegoValue value -> value;
            case null, default -> throw new IllegalStateException("not part of a tree");
        };
    }
}
