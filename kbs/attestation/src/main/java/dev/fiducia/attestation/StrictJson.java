package dev.fiducia.attestation;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.util.Optional;
import java.util.regex.Pattern;

/// Reads JSON from outside: no duplicate keys, nothing after the document, bounded depth and
/// lengths.
public final class StrictJson {

    private static final int MAX_DOCUMENT_BYTES = 16 << 20;
    private static final int MAX_DEPTH = 64;
    private static final int MAX_STRING_CHARS = 8 << 20;
    private static final int MAX_NUMBER_CHARS = 64;
    private static final int MAX_NAME_CHARS = 4096;

    /// What the parser adds about where a structure began; the place says it better.
    private static final Pattern SOURCE =
            Pattern.compile("\\s*\\(start marker at \\[Source:[^\\]]*\\]\\)");

    private static final JsonMapper MAPPER = mapper();

    private StrictJson() {}

    /// Either a document or the reason why there is none.
    public sealed interface Result {
        record Read(JsonNode document) implements Result {}

        record Unreadable(Refusal refusal) implements Result {}
    }

    /// Reads one document of UTF-8 text.
    public static Result read(byte[] utf8) {
        if (utf8.length > MAX_DOCUMENT_BYTES) {
            return new Result.Unreadable(
                    Refusal.of(
                            "json-too-large",
                            "The JSON document is larger than " + MAX_DOCUMENT_BYTES + " bytes"));
        }
        try {
            JsonNode document = MAPPER.readTree(utf8);
            if (document.isMissingNode()) {
                return new Result.Unreadable(
                        Refusal.of("json-malformed", "The JSON document is empty"));
            }
            return new Result.Read(document);
        } catch (JsonProcessingException e) {
            return new Result.Unreadable(malformed(e));
        } catch (IOException e) {
            return new Result.Unreadable(
                    Refusal.of("json-malformed", "The JSON document can't be read"));
        }
    }

    private static Refusal malformed(JsonProcessingException e) {
        Optional<String> place =
                Optional.ofNullable(e.getLocation())
                        .map(l -> "line " + l.getLineNr() + " column " + l.getColumnNr());
        // The original message quotes the offending token at most, never the document.
        String message = SOURCE.matcher(e.getOriginalMessage()).replaceAll("");
        return new Refusal("json-malformed", "Not valid JSON: " + message, place);
    }

    private static JsonMapper mapper() {
        StreamReadConstraints bounds =
                StreamReadConstraints.builder()
                        .maxNestingDepth(MAX_DEPTH)
                        .maxStringLength(MAX_STRING_CHARS)
                        .maxNumberLength(MAX_NUMBER_CHARS)
                        .maxNameLength(MAX_NAME_CHARS)
                        .build();
        JsonFactory factory =
                JsonFactory.builder()
                        .streamReadConstraints(bounds)
                        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                        .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                        .build();
        return JsonMapper.builder(factory)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .build();
    }
}
