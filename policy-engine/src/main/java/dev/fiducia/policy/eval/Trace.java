package dev.fiducia.policy.eval;

import dev.fiducia.policy.Position;
import dev.fiducia.policy.RegoError;
import dev.fiducia.policy.value.RegoValue;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Records what one evaluation tries. It only looks on: no value and no order depends on it, and
/// when its room is used up it stops recording, not the evaluation.
public final class Trace {
    private static final int MAX_OBSERVATIONS = 24;
    private static final int DETAILED_ENTRIES = 3;

    private final TraceNode root =
            new TraceNode(new TraceSite.OfClause("", List.of(), new Position("", 0, 0)));
    private int room;
    private boolean truncated;

    /// Where the next thing is recorded; null while nothing is.
    private @Nullable TraceNode current = root;

    private @Nullable Entry entry;

    /// One try of an expression.
    static final class Entry {
        private final @Nullable TraceNode node;
        private final @Nullable TraceNode outerNode;
        private final @Nullable Entry outerEntry;
        private final Map<String, Observation> seen = new LinkedHashMap<>();
        private boolean held;

        Entry(@Nullable TraceNode node, @Nullable TraceNode outerNode, @Nullable Entry outer) {
            this.node = node;
            this.outerNode = outerNode;
            this.outerEntry = outer;
        }
    }

    /// @param maxEvents how many clauses and expressions are recorded at most
    public Trace(int maxEvents) {
        this.room = maxEvents;
    }

    /// What was recorded, in the order in which it was first tried.
    public List<TraceNode> clauses() {
        return root.children();
    }

    public boolean isTruncated() {
        return truncated;
    }

    private @Nullable TraceNode add(TraceNode parent, TraceSite site) {
        if (room <= 0) {
            truncated = true;
            return null;
        }
        room--;
        TraceNode node = new TraceNode(site);
        parent.children.add(node);
        return node;
    }

    /// Starts a clause; what comes back is given to [#closeClause].
    Entry openClause(TraceSite.OfClause site, Frame frame) {
        TraceNode parent = current;
        TraceNode node = parent == null ? null : add(parent, site);
        if (node != null && !site.parameters().isEmpty()) {
            List<Observation> arguments = new ArrayList<>();
            for (int i = 0; i < site.parameters().size(); i++) {
                arguments.add(new Observation(site.parameters().get(i), frame.slots[i], null));
            }
            node.observations = List.copyOf(arguments);
        }
        Entry opened = new Entry(node, parent, entry);
        current = node;
        entry = null;
        return opened;
    }

    void closeClause(Entry opened, Frame frame) {
        if (opened.node != null && frame.sink instanceof RegoValue value) {
            opened.node.value = value;
        }
        current = opened.outerNode;
        entry = opened.outerEntry;
    }

    /// A clause has come to its end.
    void reached() {
        if (current != null) {
            current.held++;
        }
    }

    Entry openLiteral(TraceSite.OfLiteral site) {
        TraceNode parent = current;
        TraceNode node = null;
        if (parent != null) {
            TraceNode known = parent.child(site);
            node = known == parent ? add(parent, site) : known;
        }
        Entry opened = new Entry(node, parent, entry);
        if (node != null) {
            node.entered++;
        }
        // Further tries of the same expression are counted, but not recorded in depth again.
        boolean detailed = node != null && node.failed == 0 && node.entered <= DETAILED_ENTRIES;
        current = detailed ? node : null;
        entry = opened;
        return opened;
    }

    /// The expression holds: what comes next belongs to the body again.
    void holds(Entry opened) {
        if (opened.node != null && !opened.held) {
            opened.node.held++;
        }
        opened.held = true;
        current = opened.outerNode;
        entry = opened.outerEntry;
    }

    /// The rest of the body is done: the expression may hold in another way.
    void resumes(Entry opened) {
        current = opened.node;
        entry = opened;
    }

    void closeLiteral(Entry opened, TraceSite.OfLiteral site, Frame frame) {
        TraceNode node = opened.node;
        if (node != null && !opened.held) {
            if (node.failed == 0) {
                node.observations = observations(opened, site, frame);
            }
            node.failed++;
        }
        current = opened.outerNode;
        entry = opened.outerEntry;
    }

    private static List<Observation> observations(
            Entry opened, TraceSite.OfLiteral site, Frame frame) {
        Map<String, Observation> all = new LinkedHashMap<>(opened.seen);
        for (TraceSite.Operand operand : site.operands()) {
            if (operand.slot() >= 0) {
                RegoValue value = frame.slots[operand.slot()];
                all.put(operand.label(), new Observation(operand.label(), value, null));
            }
        }
        return List.copyOf(all.values());
    }

    void halted(Entry opened, RegoError error) {
        if (opened.node != null && opened.node.error == null) {
            opened.node.error = error;
        }
    }

    /// A term of the expression at hand has, or has not, a value.
    void observe(String label, @Nullable RegoValue value, Observation.@Nullable Missing missing) {
        Entry at = entry;
        if (at != null
                && at.node != null
                && (at.seen.size() < MAX_OBSERVATIONS || at.seen.containsKey(label))) {
            at.seen.put(label, new Observation(label, value, missing));
        }
    }

    boolean observes() {
        return entry != null && entry.node != null && entry.node.failed == 0;
    }
}
