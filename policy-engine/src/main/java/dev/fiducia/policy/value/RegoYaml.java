package dev.fiducia.policy.value;

import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;

import java.util.List;
import java.util.regex.Pattern;

/// YAML in and out, as Kubernetes reads and writes it: YAML 1.1 by way of the values that JSON has.
///
/// Plain scalars resolve as Go's YAML library resolves them (`yes` is true, `0x1f` and `017` are
/// whole numbers, dates stay strings); keys that are numbers or booleans become their text. Only
/// events are read from the library, so no tag can name a class. Length, nesting and what aliases
/// repeat are bounded.
public final class RegoYaml {
    private static final Pattern FOUND = Pattern.compile("^expected (.*?), but (?:got|found)");

    private RegoYaml() {}

    /// Reads a text of one document; an empty text is null. Duplicate keys are refused.
    public static RegoValue parse(String text, JsonLimits limits) throws RegoJsonException {
        return parse(text, YamlReading.OLD, limits);
    }

    /// Likewise, where other scalars than those of Kubernetes are meant.
    public static RegoValue parse(String text, YamlReading reading, JsonLimits limits)
            throws RegoJsonException {
        var documents = read(text, limits, YamlReader.Mode.STRICT, reading);
        if (documents.size() > 1) {
            throw new RegoJsonException("yaml: more than one document");
        }
        return documents.isEmpty() ? RegoNull.NULL : documents.getFirst();
    }

    /// Reads all documents of a text. Duplicate keys are refused.
    public static List<RegoValue> parseAll(String text, JsonLimits limits)
            throws RegoJsonException {
        return read(text, limits, YamlReader.Mode.STRICT, YamlReading.OLD);
    }

    /// Reads as `yaml.unmarshal` does: the first document counts, and of duplicate keys the last.
    public static RegoValue parseLenient(String text, JsonLimits limits) throws RegoJsonException {
        var documents = read(text, limits, YamlReader.Mode.FIRST_DOCUMENT_LENIENT, YamlReading.OLD);
        return documents.isEmpty() ? RegoNull.NULL : documents.getFirst();
    }

    /// Writes as `yaml.marshal` does: block style, keys in natural order, sets as arrays.
    public static String write(RegoValue value) {
        return YamlWriter.write(value);
    }

    private static List<RegoValue> read(
            String text, JsonLimits limits, YamlReader.Mode mode, YamlReading reading)
            throws RegoJsonException {
        if (text.length() > limits.maxLength()) {
            throw RegoJsonException.beyond("yaml: text longer than " + limits.maxLength(), null);
        }
        var options = new LoaderOptions();
        options.setCodePointLimit(limits.maxLength());
        options.setNestingDepthLimit(limits.maxDepth());
        options.setProcessComments(false);
        try {
            var events = new ParserImpl(new StreamReader(text), options);
            return new YamlReader(events, limits, mode, reading).documents();
        } catch (YAMLException e) {
            throw new RegoJsonException("yaml: " + message(e), e);
        }
    }

    /// In the words of Go's library, where both mean the same.
    private static String message(YAMLException e) {
        if (!(e instanceof MarkedYAMLException marked) || marked.getProblem() == null) {
            return String.valueOf(e.getMessage()).lines().findFirst().orElse("unreadable");
        }
        var mark = marked.getProblemMark();
        String problem = marked.getProblem();
        var found = FOUND.matcher(problem);
        String said = found.find() ? "did not find expected " + found.group(1) : problem;
        return mark == null ? said : "line " + (mark.getLine() + 1) + ": " + said;
    }
}
