package dev.fiducia.policy.value;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;

import java.io.IOException;

/// JSON in and out.
///
/// The reader is strict: duplicate keys, text after the value, nesting, length and numbers beyond
/// the limits are refused. Numbers keep their text.
public final class RegoJson {
    private enum Duplicates {
        REFUSED,
        LAST_WINS
    }

    private static final JsonFactory JSON = factory(JsonLimits.DEFAULT);

    private final JsonParser parser;
    private final JsonLimits limits;
    private final Duplicates duplicates;

    private RegoJson(JsonParser parser, JsonLimits limits, Duplicates duplicates) {
        this.parser = parser;
        this.limits = limits;
        this.duplicates = duplicates;
    }

    /// Reads one whole text.
    public static RegoValue parse(String json) throws RegoJsonException {
        return parse(json, JSON, JsonLimits.DEFAULT, Duplicates.REFUSED);
    }

    /// Reads one whole text within own limits.
    public static RegoValue parse(String json, JsonLimits limits) throws RegoJsonException {
        return parse(json, factory(limits), limits, Duplicates.REFUSED);
    }

    /// Reads as `json.unmarshal` does: of duplicate keys the last one counts.
    public static RegoValue parseLenient(String json) throws RegoJsonException {
        return parse(json, JSON, JsonLimits.DEFAULT, Duplicates.LAST_WINS);
    }

    /// Reads one whole value from a parser that has not started yet, to the end of its input. The
    /// parser stays open.
    public static RegoValue read(JsonParser parser) throws RegoJsonException {
        return new RegoJson(parser, JsonLimits.DEFAULT, Duplicates.REFUSED).document();
    }

    /// Compact JSON text.
    public static String write(RegoValue value) {
        return JsonText.of(value);
    }

    /// Compact JSON text with `<`, `>` and `&` escaped, as Go's encoder writes it.
    public static String writeEscapingHtml(RegoValue value) {
        return JsonText.of(value, true);
    }

    private static RegoValue parse(
            String json, JsonFactory factory, JsonLimits limits, Duplicates duplicates)
            throws RegoJsonException {
        if (json.length() > limits.maxLength()) {
            throw RegoJsonException.beyond("JSON text longer than " + limits.maxLength(), null);
        }
        try (var parser = factory.createParser(json)) {
            return new RegoJson(parser, limits, duplicates).document();
        } catch (IOException e) {
            throw refusal(e);
        }
    }

    private static JsonFactory factory(JsonLimits limits) {
        return JsonFactory.builder()
                .streamReadConstraints(
                        StreamReadConstraints.builder()
                                .maxNestingDepth(limits.maxDepth())
                                .maxNumberLength(limits.maxNumberLength())
                                .maxStringLength(limits.maxLength())
                                .maxNameLength(limits.maxLength())
                                .build())
                .build();
    }

    private static RegoJsonException refusal(IOException cause) {
        String message = cause.getMessage();
        int line = message == null ? -1 : message.indexOf('\n');
        String shown =
                message == null ? "unreadable" : line < 0 ? message : message.substring(0, line);
        return cause instanceof StreamConstraintsException
                ? RegoJsonException.beyond(shown, cause)
                : new RegoJsonException(shown, cause);
    }

    private RegoValue document() throws RegoJsonException {
        try {
            var first = parser.currentToken() == null ? parser.nextToken() : parser.currentToken();
            if (first == null) {
                throw new RegoJsonException("no JSON value");
            }
            var value = value(first, 1);
            if (parser.nextToken() != null) {
                throw new RegoJsonException("text after the JSON value" + place());
            }
            return value;
        } catch (IOException e) {
            throw refusal(e);
        }
    }

    private RegoValue value(JsonToken token, int depth) throws IOException, RegoJsonException {
        if (depth > limits.maxDepth()) {
            throw RegoJsonException.beyond(
                    "JSON nested deeper than " + limits.maxDepth() + place(), null);
        }
        return switch (token) {
            case START_OBJECT -> object(depth);
            case START_ARRAY -> array(depth);
            case VALUE_STRING -> RegoString.of(Utf8.scrub(parser.getText()));
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(parser.getText());
            case VALUE_TRUE -> RegoBoolean.TRUE;
            case VALUE_FALSE -> RegoBoolean.FALSE;
            case VALUE_NULL -> RegoNull.NULL;
            case END_ARRAY, END_OBJECT, FIELD_NAME, NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT ->
                    throw new RegoJsonException("unexpected JSON token" + place());
        };
    }

    private RegoValue object(int depth) throws IOException, RegoJsonException {
        var object = RegoObject.builder();
        while (next() == JsonToken.FIELD_NAME) {
            var key = RegoString.of(Utf8.scrub(parser.currentName()));
            var before = object.get(key);
            if (before != null && duplicates == Duplicates.REFUSED) {
                throw new RegoJsonException("duplicate key " + key + place());
            }
            object.put(key, value(next(), depth + 1));
        }
        return object.build();
    }

    private RegoValue array(int depth) throws IOException, RegoJsonException {
        var array = RegoArray.builder();
        for (var token = next(); token != JsonToken.END_ARRAY; token = next()) {
            array.add(value(token, depth + 1));
        }
        return array.build();
    }

    private JsonToken next() throws IOException, RegoJsonException {
        var token = parser.nextToken();
        if (token == null) {
            throw new RegoJsonException("JSON text ends early" + place());
        }
        return token;
    }

    private RegoNumber number(String text) throws RegoJsonException {
        if (text.length() > limits.maxNumberLength()) {
            throw RegoJsonException.beyond("number too long" + place(), null);
        }
        try {
            return RegoNumber.parse(text);
        } catch (NumberFormatException e) {
            throw new RegoJsonException("not a number" + place(), e);
        } catch (ArithmeticException e) {
            throw RegoJsonException.beyond("number out of range" + place(), e);
        }
    }

    private String place() {
        var at = parser.currentLocation();
        return at == null || at.getLineNr() <= 0
                ? ""
                : " at line " + at.getLineNr() + ", column " + at.getColumnNr();
    }
}
