package dev.fiducia.attestation.intel;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;

import dev.fiducia.attestation.StrictJson;
import dev.fiducia.attestation.evidence.JsonPlace;
import dev.fiducia.attestation.evidence.RefusedException;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A document of Intel's service: an object under a name, and the signature of its bytes.
///
/// The bytes are cut out of the text as it came. To write the parsed object again would sign for
/// something that nobody signed.
///
/// @param text the object's bytes, from brace to brace
/// @param content the same, parsed
/// @param signature r ‖ s
@SuppressWarnings("ArrayRecordComponent") // within this package, never changed nor compared
record SignedText(byte[] text, JsonPlace content, byte[] signature) {

    private static final String CODE = "dcap-collateral-malformed";
    private static final int MAX_BYTES = 4 << 20;
    private static final JsonFactory JSON =
            JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxNestingDepth(32)
                                    .maxNameLength(256)
                                    .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                    .build();

    static SignedText parse(byte[] document, String name) throws RefusedException {
        Map<String, byte[]> members = members(document, name);
        byte[] text = members.get(name);
        byte[] signature = members.get("signature");
        if (text == null || signature == null) {
            throw malformed(name, "has no " + name + " with a signature");
        }
        JsonPlace signed = new JsonPlace(read(signature, name), name + ".signature", CODE);
        return new SignedText(
                text, new JsonPlace(read(text, name), name, CODE), signed.hexUpTo(64));
    }

    /// The members of an object, each value's bytes as they stand in the text.
    static Map<String, byte[]> members(byte[] document, String name) throws RefusedException {
        if (document.length > MAX_BYTES) {
            throw malformed(name, "is larger than " + MAX_BYTES + " bytes");
        }
        Map<String, byte[]> members = new LinkedHashMap<>();
        try (JsonParser parser = JSON.createParser(document)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw malformed(name, "is not a JSON object");
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String member = parser.currentName();
                parser.nextToken();
                int start = (int) parser.currentTokenLocation().getByteOffset();
                parser.skipChildren();
                parser.finishToken();
                int end = (int) parser.currentLocation().getByteOffset();
                members.put(member, Arrays.copyOfRange(document, start, end));
            }
            if (parser.nextToken() != null) {
                throw malformed(name, "has something behind its end");
            }
        } catch (IOException e) {
            throw malformed(name, "is not JSON");
        }
        return members;
    }

    /// The elements of an array, each one's bytes as they stand in the text.
    static List<byte[]> elements(byte[] array, String name) throws RefusedException {
        List<byte[]> elements = new ArrayList<>();
        try (JsonParser parser = JSON.createParser(array)) {
            if (parser.nextToken() != JsonToken.START_ARRAY) {
                throw malformed(name, "is not a JSON array");
            }
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                int start = (int) parser.currentTokenLocation().getByteOffset();
                parser.skipChildren();
                parser.finishToken();
                int end = (int) parser.currentLocation().getByteOffset();
                elements.add(Arrays.copyOfRange(array, start, end));
            }
        } catch (IOException e) {
            throw malformed(name, "is not JSON");
        }
        return elements;
    }

    private static JsonNode read(byte[] json, String name) throws RefusedException {
        return switch (StrictJson.read(json)) {
            case StrictJson.Result.Read(JsonNode document) -> document;
            case StrictJson.Result.Unreadable(var refusal) ->
                    throw malformed(name, "is not JSON: " + refusal.message());
        };
    }

    static RefusedException malformed(String name, String what) {
        return RefusedException.at(CODE, "The collateral's " + name + " " + what, name);
    }
}
