package dev.fiducia.attestation;

import com.fasterxml.jackson.databind.JsonNode;

import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.TreeMap;

/// The JSON canonicalization scheme of RFC 8785, over parsed values.
///
/// Two values that are equal as JSON (members in any order, numbers in any spelling of one double)
/// give the same bytes. Whoever binds a value to hardware evidence hashes these bytes, never a
/// request's text.
public final class Jcs {
    private static final String HEX = "0123456789abcdef";

    private final StringBuilder out = new StringBuilder(256);

    private Jcs() {}

    /// The canonical UTF-8 bytes of `value`.
    public static byte[] canonicalize(JsonNode value) throws JcsException {
        Jcs jcs = new Jcs();
        jcs.value(value);
        return jcs.out.toString().getBytes(StandardCharsets.UTF_8);
    }

    private void value(JsonNode value) throws JcsException {
        switch (value.getNodeType()) {
            case OBJECT -> object(value);
            case ARRAY -> array(value);
            case STRING -> string(value.textValue());
            case NUMBER -> out.append(EcmaNumber.format(value));
            case BOOLEAN -> out.append(value.booleanValue());
            case NULL -> out.append("null");
            case BINARY, MISSING, POJO ->
                    throw new JcsException("not a JSON value: " + value.getNodeType());
        }
    }

    private void object(JsonNode object) throws JcsException {
        // String's own order is the order by UTF-16 code units that the RFC asks for.
        TreeMap<String, JsonNode> members = new TreeMap<>();
        object.properties().forEach(member -> members.put(member.getKey(), member.getValue()));
        char separator = '{';
        for (var member : members.entrySet()) {
            out.append(separator);
            string(member.getKey());
            out.append(':');
            value(member.getValue());
            separator = ',';
        }
        out.append(members.isEmpty() ? "{}" : "}");
    }

    private void array(JsonNode array) throws JcsException {
        out.append('[');
        for (Iterator<JsonNode> elements = array.elements(); elements.hasNext(); ) {
            value(elements.next());
            if (elements.hasNext()) {
                out.append(',');
            }
        }
        out.append(']');
    }

    private void string(String text) throws JcsException {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\b' -> out.append("\\b");
                case '\t' -> out.append("\\t");
                case '\n' -> out.append("\\n");
                case '\f' -> out.append("\\f");
                case '\r' -> out.append("\\r");
                default -> {
                    if (c < 0x20) {
                        out.append("\\u00").append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 0xf));
                    } else if (Character.isSurrogate(c)) {
                        i = pair(text, i);
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }

    private int pair(String text, int high) throws JcsException {
        if (high + 1 == text.length()
                || !Character.isSurrogatePair(text.charAt(high), text.charAt(high + 1))) {
            throw new JcsException("a string holds a lone surrogate");
        }
        out.append(text, high, high + 2);
        return high + 1;
    }
}
