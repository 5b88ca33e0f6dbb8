package dev.fiducia.policy.eval;

import dev.fiducia.policy.RegoError;
import dev.fiducia.policy.value.RegoValue;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// What was seen at one place: a clause once for each time it was tried, an expression once within
/// its clause, with how often it held and failed.
public final class TraceNode {
    private final TraceSite site;
    final List<TraceNode> children = new ArrayList<>();
    int entered;
    int held;
    int failed;
    List<Observation> observations = List.of();
    @Nullable RegoValue value;
    @Nullable RegoError error;

    TraceNode(TraceSite site) {
        this.site = site;
    }

    public TraceSite site() {
        return site;
    }

    public List<TraceNode> children() {
        return Collections.unmodifiableList(children);
    }

    /// How often it held.
    public int held() {
        return held;
    }

    /// How often it was tried in vain.
    public int failed() {
        return failed;
    }

    /// The values of its terms when it first failed; of a clause, its arguments.
    public List<Observation> observations() {
        return observations;
    }

    /// What a clause gave; null for none.
    public @Nullable RegoValue value() {
        return value;
    }

    /// What ended the evaluation here; null for nothing.
    public @Nullable RegoError error() {
        return error;
    }

    TraceNode child(TraceSite wanted) {
        for (TraceNode child : children) {
            if (child.site.equals(wanted)) {
                return child;
            }
        }
        return this;
    }
}
