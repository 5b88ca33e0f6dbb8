package dev.fiducia.policy.eval;

import dev.fiducia.policy.value.RegoObject;
import dev.fiducia.policy.value.RegoValue;

import org.jspecify.annotations.Nullable;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// A place in the tree of packages and rules, where base and computed documents meet.
public final class DataNode {
    private final int id;
    private final List<RegoValue> path;
    private final @Nullable RuleDef rule;
    private final boolean function;
    private final Map<RegoValue, DataNode> children = new LinkedHashMap<>();

    public DataNode(int id, List<RegoValue> path, @Nullable RuleDef rule, boolean function) {
        this.id = id;
        this.path = List.copyOf(path);
        this.rule = rule;
        this.function = function;
    }

    /// Only while the tree is built.
    public void add(RegoValue key, DataNode child) {
        children.put(key, child);
    }

    public int id() {
        return id;
    }

    /// The whole document here, or null.
    public @Nullable RegoValue document(Context context) throws Halt {
        return document(context, base(context));
    }

    /// The base document here, or null.
    @Nullable RegoValue base(Context context) {
        RegoValue value = context.data;
        for (RegoValue key : path) {
            if (value == null) {
                return null;
            }
            value = Values.base(value, key);
        }
        return value;
    }

    @Nullable RegoValue document(Context context, @Nullable RegoValue base) throws Halt {
        if (context.isMasked(id)) {
            return base;
        }
        if (rule != null) {
            return rule.value(context);
        }
        if (function) {
            return null;
        }
        RegoObject.Builder all = RegoObject.builder();
        Set<RegoValue> computed = new HashSet<>();
        for (Map.Entry<RegoValue, DataNode> entry : children.entrySet()) {
            RegoValue below = base instanceof RegoObject o ? o.get(entry.getKey()) : null;
            RegoValue value = entry.getValue().document(context, below);
            if (value != null) {
                all.put(entry.getKey(), value);
            }
            if (entry.getValue().isComputed(context)) {
                computed.add(entry.getKey());
            }
        }
        if (base instanceof RegoObject object) {
            context.run.grow(32L * object.size());
            for (int i = 0; i < object.size(); i++) {
                if (!computed.contains(object.keyAt(i))) {
                    all.putIfAbsent(object.keyAt(i), object.valueAt(i));
                }
            }
        }
        return context.run.made(all.build());
    }

    /// Whether only a rule says what is here: where it says nothing, base data must not either.
    private boolean isComputed(Context context) {
        return (rule != null || function) && !context.isMasked(id);
    }

    /// Whether the document here is simply the rule's value or base data.
    boolean isLeaf(Context context) {
        return rule != null || function || context.isMasked(id);
    }

    @Nullable DataNode child(RegoValue key) {
        return children.get(key);
    }

    /// The keys of children and base document, in order.
    Iterable<RegoValue> keys(@Nullable RegoValue base) {
        TreeSet<RegoValue> keys = new TreeSet<>(children.keySet());
        if (base instanceof RegoObject object) {
            keys.addAll(object.keys());
        }
        return keys;
    }
}
