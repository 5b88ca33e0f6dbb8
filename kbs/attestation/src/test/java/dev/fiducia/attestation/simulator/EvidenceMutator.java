package dev.fiducia.attestation.simulator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;

/// Changes evidence in one place: a member of its JSON, or bytes in what a text stands for, however
/// deep it is wrapped (base64, hex, JSON in a text). The same seed gives the same changes.
final class EvidenceMutator {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final int[] INTERESTING = {0, 1, 0x7F, 0x80, 0xFF};

    private final Random random;

    EvidenceMutator(long seed) {
        this.random = new Random(seed);
    }

    /// Evidence that differs from this one, which stays as it is, in one place.
    JsonNode mutate(JsonNode evidence) {
        JsonNode copy = evidence.deepCopy();
        if (!(copy instanceof ObjectNode) && !(copy instanceof ArrayNode)) {
            return changed(copy);
        }
        List<JsonNode> containers = new ArrayList<>();
        collect(copy, containers);
        switch (containers.get(random.nextInt(containers.size()))) {
            case ObjectNode object when !object.isEmpty() -> {
                List<String> names = new ArrayList<>();
                object.fieldNames().forEachRemaining(names::add);
                String name = names.get(random.nextInt(names.size()));
                if (random.nextInt(20) == 0) {
                    object.remove(name);
                } else {
                    object.set(name, changed(object.get(name)));
                }
            }
            case ArrayNode array when !array.isEmpty() -> {
                int at = random.nextInt(array.size());
                switch (random.nextInt(20)) {
                    case 0 -> array.remove(at);
                    case 1 -> array.insert(at, array.get(at).deepCopy());
                    default -> array.set(at, changed(array.get(at)));
                }
            }
            case ObjectNode object -> object.put("x", 1);
            case ArrayNode array -> array.add(1);
            default -> throw new IllegalStateException("objects and arrays contain");
        }
        return copy;
    }

    private static void collect(JsonNode node, List<JsonNode> containers) {
        if (node.isContainerNode()) {
            containers.add(node);
            node.forEach(inner -> collect(inner, containers));
        }
    }

    private JsonNode changed(JsonNode value) {
        if (random.nextInt(15) == 0) {
            return otherKind();
        }
        if (value.isTextual()) {
            return TextNode.valueOf(changed(value.textValue()));
        }
        if (value.isNumber()) {
            return NODES.numberNode(random.nextBoolean() ? random.nextLong() : random.nextInt(300));
        }
        return otherKind();
    }

    private JsonNode otherKind() {
        return switch (random.nextInt(7)) {
            case 0 -> NODES.nullNode();
            case 1 -> NODES.numberNode(random.nextLong());
            case 2 -> NODES.numberNode(random.nextDouble() * 1e300);
            case 3 -> NODES.booleanNode(true);
            case 4 -> NODES.arrayNode().add(NODES.objectNode());
            case 5 -> NODES.objectNode().put("data", "AA==");
            default -> NODES.textNode("");
        };
    }

    private String changed(String text) {
        if (random.nextInt(8) == 0) {
            return new String(
                    mutate(text.getBytes(StandardCharsets.ISO_8859_1)),
                    StandardCharsets.ISO_8859_1);
        }
        try {
            JsonNode inner = JSON.readTree(text);
            if (inner != null && inner.isContainerNode()) {
                return mutate(inner).toString();
            }
        } catch (JsonProcessingException _) {
            // Then it stands for something else.
        }
        if (text.length() % 2 == 0 && text.matches("[0-9a-fA-F]+")) {
            return HexFormat.of().formatHex(mutate(HexFormat.of().parseHex(text)));
        }
        return coded(text, Base64.getDecoder()::decode, Base64.getEncoder()::encodeToString)
                .or(() ->
                        coded(
                                text,
                                Base64.getUrlDecoder()::decode,
                                Base64.getUrlEncoder().withoutPadding()::encodeToString))
                .orElseGet(() ->
                        new String(
                                mutate(text.getBytes(StandardCharsets.UTF_8)),
                                StandardCharsets.UTF_8));
    }

    private Optional<String> coded(
            String text, Function<String, byte[]> decode, Function<byte[], String> encode) {
        try {
            byte[] bytes = decode.apply(text);
            return Optional.of(encode.apply(mutate(bytes)));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /// Flips, sets, cuts, extends, repeats, or writes a large number.
    byte[] mutate(byte[] bytes) {
        if (bytes.length == 0) {
            return new byte[] {(byte) random.nextInt()};
        }
        byte[] copy = bytes.clone();
        int at = random.nextInt(copy.length);
        switch (random.nextInt(7)) {
            case 0 -> copy[at] ^= (byte) (1 << random.nextInt(8));
            case 1 -> copy[at] = (byte) INTERESTING[random.nextInt(INTERESTING.length)];
            case 2 -> copy = Arrays.copyOf(copy, at);
            case 3 -> copy = Arrays.copyOf(copy, copy.length + 1 + random.nextInt(64));
            case 4 -> {
                int length = Math.min(1 + random.nextInt(8), copy.length - at);
                byte value = (byte) INTERESTING[random.nextInt(INTERESTING.length)];
                Arrays.fill(copy, at, at + length, value);
            }
            case 5 -> {
                int from = random.nextInt(copy.length);
                int length = Math.min(1 + random.nextInt(128), copy.length - Math.max(at, from));
                System.arraycopy(copy, from, copy, at, length);
            }
            default -> {
                byte[] longer = new byte[copy.length + 1 + random.nextInt(16)];
                int added = longer.length - copy.length;
                System.arraycopy(copy, 0, longer, 0, at);
                System.arraycopy(copy, at, longer, at + added, copy.length - at);
                copy = longer;
            }
        }
        return copy;
    }
}
