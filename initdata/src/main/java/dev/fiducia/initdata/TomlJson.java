package dev.fiducia.initdata;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

import org.tomlj.TomlArray;
import org.tomlj.TomlTable;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Map;

/// TOML values as JSON. Dates and times become RFC 3339 text; infinities and NaN, which JSON lacks,
/// become the words that TOML writes for them.
public final class TomlJson {

    private TomlJson() {}

    /// A table as an object. The caller owns it.
    public static ObjectNode of(TomlTable table) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        for (Map.Entry<String, Object> member : table.entrySet()) {
            object.set(member.getKey(), of(member.getValue()));
        }
        return object;
    }

    private static ArrayNode of(TomlArray array) {
        ArrayNode node = JsonNodeFactory.instance.arrayNode(array.size());
        array.toList().forEach(element -> node.add(of(element)));
        return node;
    }

    private static JsonNode of(Object value) {
        return switch (value) {
            case TomlTable table -> of(table);
            case TomlArray array -> of(array);
            case String text -> TextNode.valueOf(text);
            case Boolean truth -> BooleanNode.valueOf(truth);
            case Long number -> JsonNumber.of(number);
            case Double number -> of(number.doubleValue());
            case OffsetDateTime time -> text(DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(time));
            case LocalDateTime time -> text(DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(time));
            case LocalDate date -> text(DateTimeFormatter.ISO_LOCAL_DATE.format(date));
            case LocalTime time -> text(DateTimeFormatter.ISO_LOCAL_TIME.format(time));
            default -> throw new IllegalStateException("TOML has no " + value.getClass());
        };
    }

    private static JsonNode of(double number) {
        if (Double.isNaN(number)) {
            return text("nan");
        }
        if (Double.isInfinite(number)) {
            return text(number > 0 ? "inf" : "-inf");
        }
        return DoubleNode.valueOf(number);
    }

    private static JsonNode text(String value) {
        return TextNode.valueOf(value);
    }
}
