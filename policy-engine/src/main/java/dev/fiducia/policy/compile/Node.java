package dev.fiducia.policy.compile;

import dev.fiducia.policy.eval.DataNode;
import dev.fiducia.policy.value.RegoString;
import dev.fiducia.policy.value.RegoValue;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/// One place in the tree of packages and rules below `data`.
final class Node {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    final List<RegoValue> path;
    final Map<RegoValue, Node> children = new LinkedHashMap<>();
    boolean isPackage;
    @Nullable Group group;

    /// Its running form, made when the tree is complete.
    @Nullable DataNode running;

    Node(List<RegoValue> path) {
        this.path = List.copyOf(path);
    }

    @Nullable Node child(RegoValue key) {
        return children.get(key);
    }

    Node childOrNew(RegoValue key) {
        return children.computeIfAbsent(
                key,
                k -> {
                    List<RegoValue> below = new ArrayList<>(path);
                    below.add(k);
                    return new Node(below);
                });
    }

    void forEach(Consumer<Node> action) {
        action.accept(this);
        children.values().forEach(child -> child.forEach(action));
    }

    /// `data.a["b c"]`.
    String text() {
        return text(path);
    }

    /// Whether the key can be written after a dot.
    static boolean isPlainKey(String key) {
        return PLAIN.matcher(key).matches();
    }

    static String text(List<RegoValue> path) {
        StringBuilder out = new StringBuilder("data");
        for (RegoValue key : path) {
            if (key instanceof RegoString s && isPlainKey(s.value())) {
                out.append('.').append(s.value());
            } else {
                out.append('[').append(key).append(']');
            }
        }
        return out.toString();
    }
}
