package dev.fiducia.policy.value;

import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.emitter.Emitter;
import org.yaml.snakeyaml.events.DocumentEndEvent;
import org.yaml.snakeyaml.events.DocumentStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.ImplicitTuple;
import org.yaml.snakeyaml.events.MappingEndEvent;
import org.yaml.snakeyaml.events.MappingStartEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.events.SequenceEndEvent;
import org.yaml.snakeyaml.events.SequenceStartEvent;
import org.yaml.snakeyaml.events.StreamEndEvent;
import org.yaml.snakeyaml.events.StreamStartEvent;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Writes values as Go's YAML library does by way of JSON: block style, strings quoted only where
/// they would read as something else.
final class YamlWriter {
    private static final ImplicitTuple UNTAGGED = new ImplicitTuple(true, true);

    private final Emitter emitter;

    private YamlWriter(Emitter emitter) {
        this.emitter = emitter;
    }

    static String write(RegoValue value) {
        var text = new StringWriter();
        var options = new DumperOptions();
        options.setAllowUnicode(true);
        options.setMaxSimpleKeyLength(128);
        var writer = new YamlWriter(new Emitter(text, options));
        try {
            writer.emit(new StreamStartEvent(null, null));
            writer.emit(new DocumentStartEvent(null, null, false, null, Map.of()));
            writer.value(value);
            writer.emit(new DocumentEndEvent(null, null, false));
            writer.emit(new StreamEndEvent(null, null));
        } catch (IOException e) {
            throw new UncheckedIOException("a string takes all text", e);
        }
        return text.toString();
    }

    private void value(RegoValue value) throws IOException {
        switch (value) {
            case RegoNull _ -> plain("null");
            case RegoBoolean bool -> plain(bool.toString());
            case RegoNumber number -> plain(number(number));
            case RegoString string -> string(string.value());
            case RegoArray array -> sequence(array.elements());
            case RegoSet set -> sequence(set.elements());
            case RegoObject object -> mapping(object);
        }
    }

    private void sequence(List<RegoValue> elements) throws IOException {
        var style = elements.isEmpty() ? FlowStyle.FLOW : FlowStyle.BLOCK;
        emit(new SequenceStartEvent(null, null, true, null, null, style));
        for (var element : elements) {
            value(element);
        }
        emit(new SequenceEndEvent(null, null));
    }

    private void mapping(RegoObject object) throws IOException {
        var style = object.size() == 0 ? FlowStyle.FLOW : FlowStyle.BLOCK;
        emit(new MappingStartEvent(null, null, true, null, null, style));
        var entries = new TreeMap<String, RegoValue>(NaturalOrder.KEYS);
        object.forEach((key, entry) ->
                entries.put(key instanceof RegoString name ? name.value() : key.toJson(), entry));
        for (var entry : entries.entrySet()) {
            string(entry.getKey());
            value(entry.getValue());
        }
        emit(new MappingEndEvent(null, null));
    }

    /// As it comes through JSON: whole numbers as they are, others as doubles.
    private static String number(RegoNumber number) {
        if (number.isWrittenAsInteger()) {
            return number.toBigInteger().toString();
        }
        double real = number.doubleValue();
        return Double.isFinite(real) ? YamlScalars.realText(real) : number.toString();
    }

    private void string(String value) throws IOException {
        String text = Utf8.scrub(value);
        var style =
                text.indexOf('\n') >= 0
                        ? ScalarStyle.LITERAL
                        : YamlScalars.staysString(text)
                                ? ScalarStyle.PLAIN
                                : ScalarStyle.DOUBLE_QUOTED;
        emit(new ScalarEvent(null, null, UNTAGGED, text, null, null, style));
    }

    private void plain(String text) throws IOException {
        emit(new ScalarEvent(null, null, UNTAGGED, text, null, null, ScalarStyle.PLAIN));
    }

    private void emit(Event event) throws IOException {
        emitter.emit(event);
    }
}
