package dev.fiducia.initdata;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.LongNode;

/// Integers in the smallest node that holds them, as a JSON reader makes them; nodes of different
/// size are never equal.
final class JsonNumber {

    private JsonNumber() {}

    static JsonNode of(long value) {
        return value == (int) value ? IntNode.valueOf((int) value) : LongNode.valueOf(value);
    }
}
