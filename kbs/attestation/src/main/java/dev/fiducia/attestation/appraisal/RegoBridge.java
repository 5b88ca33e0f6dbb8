package dev.fiducia.attestation.appraisal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;

import dev.fiducia.policy.value.RegoArray;
import dev.fiducia.policy.value.RegoBoolean;
import dev.fiducia.policy.value.RegoJson;
import dev.fiducia.policy.value.RegoJsonException;
import dev.fiducia.policy.value.RegoNull;
import dev.fiducia.policy.value.RegoNumber;
import dev.fiducia.policy.value.RegoObject;
import dev.fiducia.policy.value.RegoSet;
import dev.fiducia.policy.value.RegoString;
import dev.fiducia.policy.value.RegoValue;

/// JSON trees as policy values, and back.
public final class RegoBridge {
    private static final int MAX_SIZE = 1 << 20;
    private static final int MAX_DEPTH = 64;
    private static final JsonMapper MAPPER = new JsonMapper();

    private RegoBridge() {}

    /// The value of a tree.
    ///
    /// @throws RegoJsonException if it goes beyond what policies are given
    public static RegoValue toRego(JsonNode node) throws RegoJsonException {
        return RegoJson.read(node.traverse());
    }

    /// The tree of a value; sets become sorted arrays.
    ///
    /// @throws RegoJsonException if it is larger or deeper than any verdict; a value may share its
    ///   parts, and be small in memory while its text has no end
    static JsonNode toJson(RegoValue value) throws RegoJsonException {
        requireSmall(value, 0, MAX_SIZE);
        try {
            return MAPPER.readTree(value.toJson());
        } catch (JsonProcessingException e) {
            throw new RegoJsonException("a policy value without a JSON form", e);
        }
    }

    /// Gives what is left of the size: one for each element, one for each character.
    private static int requireSmall(RegoValue value, int depth, int size) throws RegoJsonException {
        int left = size - 1;
        if (left < 0 || depth > MAX_DEPTH) {
            throw new RegoJsonException("the value is too large or nests too deeply");
        }
        switch (value) {
            case RegoArray array -> {
                for (RegoValue element : array) {
                    left = requireSmall(element, depth + 1, left);
                }
            }
            case RegoSet set -> {
                for (RegoValue element : set) {
                    left = requireSmall(element, depth + 1, left);
                }
            }
            case RegoObject object -> {
                for (int i = 0; i < object.size(); i++) {
                    left = requireSmall(object.keyAt(i), depth + 1, left);
                    left = requireSmall(object.valueAt(i), depth + 1, left);
                }
            }
            case RegoString text -> left -= text.value().length();
            case RegoNumber number -> left -= number.toString().length();
            case RegoNull _, RegoBoolean _ -> {}
        }
        return left;
    }
}
