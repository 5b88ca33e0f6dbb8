package dev.fiducia.policy.value;

import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.MappingStartEvent;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.events.SequenceStartEvent;
import org.yaml.snakeyaml.parser.Parser;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Builds values from the events of a YAML text.
///
/// A value that is named by an anchor is shared, not copied; what it would weigh as a tree, and how
/// deep it would be at the place of the alias, is bounded all the same, because whoever walks the
/// value pays for it.
final class YamlReader {
    enum Mode {
        STRICT,
        FIRST_DOCUMENT_LENIENT
    }

    private static final int MAX_ALIASED_NODES = 200_000;
    private static final RegoString MERGE = RegoString.of("<<");

    /// A value with its size and depth as a tree.
    private record Node(RegoValue value, long nodes, int depth) {}

    private final Parser events;
    private final JsonLimits limits;
    private final Mode mode;
    private final YamlReading reading;
    private final Map<String, Node> anchors = new HashMap<>();
    private long aliased;

    YamlReader(Parser events, JsonLimits limits, Mode mode, YamlReading reading) {
        this.events = events;
        this.limits = limits;
        this.mode = mode;
        this.reading = reading;
    }

    List<RegoValue> documents() throws RegoJsonException {
        var documents = new ArrayList<RegoValue>();
        next();
        while (next().is(Event.ID.DocumentStart)) {
            anchors.clear();
            documents.add(node(next(), 1).value());
            if (mode == Mode.FIRST_DOCUMENT_LENIENT) {
                break;
            }
            next();
        }
        return List.copyOf(documents);
    }

    private Event next() throws RegoJsonException {
        var event = events.getEvent();
        if (event == null) {
            throw new RegoJsonException("yaml: text ends early");
        }
        return event;
    }

    private Node node(Event event, int depth) throws RegoJsonException {
        if (depth > limits.maxDepth()) {
            throw RegoJsonException.beyond("yaml: nested deeper than " + limits.maxDepth(), null);
        }
        return switch (event) {
            case AliasEvent alias -> aliased(alias, depth);
            case ScalarEvent scalar -> named(scalar, new Node(scalar(scalar, reading), 1, 0));
            case SequenceStartEvent start -> named(start, sequence(depth));
            case MappingStartEvent start -> named(start, mapping(depth));
            default -> throw refused(event, "unexpected " + event.getEventId());
        };
    }

    private Node named(NodeEvent event, Node node) {
        if (event.getAnchor() != null) {
            anchors.put(event.getAnchor(), node);
        }
        return node;
    }

    private Node aliased(AliasEvent alias, int depth) throws RegoJsonException {
        var node = anchors.get(alias.getAnchor());
        if (node == null) {
            throw refused(alias, "unknown anchor '" + alias.getAnchor() + "' referenced");
        }
        aliased += node.nodes();
        if (aliased > MAX_ALIASED_NODES) {
            throw RegoJsonException.beyond("yaml: document contains excessive aliasing", null);
        }
        if (depth + node.depth() > limits.maxDepth()) {
            throw RegoJsonException.beyond("yaml: nested deeper than " + limits.maxDepth(), null);
        }
        return node;
    }

    private RegoValue scalar(ScalarEvent event, YamlReading as) throws RegoJsonException {
        if (event.getValue().length() > limits.maxLength()) {
            throw RegoJsonException.beyond("yaml: scalar too long", null);
        }
        try {
            return YamlScalars.resolve(
                    event.getTag(), event.isPlain(), event.getValue(), limits, as);
        } catch (RegoJsonException e) {
            throw refused(event, String.valueOf(e.getMessage()));
        }
    }

    private Node sequence(int depth) throws RegoJsonException {
        var array = RegoArray.builder();
        long nodes = 1;
        int below = 0;
        for (var event = next(); !event.is(Event.ID.SequenceEnd); event = next()) {
            var element = node(event, depth + 1);
            array.add(element.value());
            nodes += element.nodes();
            below = Math.max(below, element.depth());
        }
        return new Node(array.build(), nodes, below + 1);
    }

    private Node mapping(int depth) throws RegoJsonException {
        var object = RegoObject.builder();
        Set<RegoValue> written = new HashSet<>();
        long nodes = 1;
        int below = 0;
        for (var event = next(); !event.is(Event.ID.MappingEnd); event = next()) {
            boolean merges =
                    event instanceof ScalarEvent scalar
                            && scalar.isPlain()
                            && MERGE.value().equals(scalar.getValue());
            var key = merges ? null : key(event, depth);
            var at = next();
            var value = node(at, depth + 1);
            nodes += 1 + value.nodes();
            below = Math.max(below, value.depth());
            if (key == null) {
                merge(object, value.value(), at);
            } else if (written.add(key) || mode == Mode.FIRST_DOCUMENT_LENIENT) {
                object.put(key, value.value());
            } else {
                throw refused(event, "key " + key + " already set in map");
            }
        }
        return new Node(object.build(), nodes, below + 1);
    }

    private RegoString key(Event event, int depth) throws RegoJsonException {
        if (event instanceof SequenceStartEvent || event instanceof MappingStartEvent) {
            throw refused(event, "invalid map key");
        }
        boolean text = reading == YamlReading.TEXT && event instanceof ScalarEvent;
        RegoValue key = node(event, depth + 1).value();
        if (text) {
            key = scalar((ScalarEvent) event, YamlReading.CORE);
        }
        return switch (key) {
            case RegoString string -> string;
            case RegoBoolean bool -> RegoString.of(bool.toString());
            case RegoNumber number -> RegoString.of(YamlScalars.keyText(number));
            case RegoValue other -> throw refused(event, "unsupported map key " + other);
        };
    }

    /// Of several merged mappings the earlier one counts.
    private static void merge(RegoObject.Builder into, RegoValue value, Event at)
            throws RegoJsonException {
        switch (value) {
            case RegoObject object -> object.forEach(into::put);
            case RegoArray array -> {
                for (int i = array.size() - 1; i >= 0; i--) {
                    if (!(array.get(i) instanceof RegoObject object)) {
                        throw refused(
                                at, "map merge requires map or sequence of maps as the value");
                    }
                    object.forEach(into::put);
                }
            }
            default -> throw refused(at, "map merge requires map or sequence of maps as the value");
        }
    }

    private static RegoJsonException refused(@Nullable Event at, String why) {
        var mark = at == null ? null : at.getStartMark();
        return new RegoJsonException(
                "yaml: " + (mark == null ? "" : "line " + (mark.getLine() + 1) + ": ") + why);
    }
}
