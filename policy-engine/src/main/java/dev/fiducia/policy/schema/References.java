package dev.fiducia.policy.schema;

import dev.fiducia.policy.value.RegoArray;
import dev.fiducia.policy.value.RegoObject;
import dev.fiducia.policy.value.RegoString;
import dev.fiducia.policy.value.RegoValue;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/// The parts of a schema that references may name: by `$id`, by a pointer, or both. Nothing is ever
/// loaded.
final class References {
    private static final int MAX_DEPTH = 500;
    private static final int MAX_INDEX = 9;

    private final Map<String, RegoValue> documents = new HashMap<>();
    private final Meter meter;

    private References(Meter meter) {
        this.meter = meter;
    }

    static References of(RegoObject schema, Meter meter) throws SchemaException {
        var references = new References(meter);
        references.collect(schema, "", 0);
        references.documents.putIfAbsent("", schema);
        return references;
    }

    private void collect(RegoValue value, String base, int depth) throws SchemaException {
        meter.step(1);
        if (depth > MAX_DEPTH) {
            throw SchemaException.beyond("schema nested deeper than " + MAX_DEPTH);
        }
        switch (value) {
            case RegoArray array -> {
                for (var element : array) {
                    collect(element, base, depth + 1);
                }
            }
            case RegoObject object -> collectBelow(object, base, depth);
            default -> {}
        }
    }

    private void collectBelow(RegoObject object, String base, int depth) throws SchemaException {
        String here = base(object, base);
        if (!here.equals(base)) {
            documents.putIfAbsent(here, object);
        }
        for (int i = 0; i < object.size(); i++) {
            String key = object.keyAt(i) instanceof RegoString name ? name.value() : "";
            var below = object.valueAt(i);
            switch (key) {
                case "const", "enum" -> {}
                case "properties", "dependencies", "patternProperties" -> {
                    if (below instanceof RegoObject children) {
                        for (int k = 0; k < children.size(); k++) {
                            collect(children.valueAt(k), here, depth + 2);
                        }
                    }
                }
                default -> collect(below, here, depth + 1);
            }
        }
    }

    /// The base of references within an object.
    static String base(RegoObject object, String outer) {
        var id = object.get(object.get("id") instanceof RegoString ? "id" : "$id");
        return id instanceof RegoString string ? absolute(outer, string.value()) : outer;
    }

    static String absolute(String base, String reference) {
        try {
            String resolved =
                    reference.startsWith("#")
                            ? withoutFragment(base) + reference
                            : new URI(base).resolve(new URI(reference)).toString();
            return resolved.endsWith("#") ? resolved.substring(0, resolved.length() - 1) : resolved;
        } catch (URISyntaxException | IllegalArgumentException _) {
            return reference;
        }
    }

    private static String withoutFragment(String uri) {
        int hash = uri.indexOf('#');
        return hash < 0 ? uri : uri.substring(0, hash);
    }

    /// What an absolute reference names.
    RegoValue find(String reference) throws SchemaException {
        var named = documents.get(reference);
        if (named != null) {
            return named;
        }
        String base = withoutFragment(reference);
        var document = documents.get(base);
        if (document == null) {
            throw new SchemaException("remote reference loading disabled: " + reference);
        }
        return pointed(
                document, reference.substring(Math.min(base.length() + 1, reference.length())));
    }

    private RegoValue pointed(RegoValue document, String pointer) throws SchemaException {
        if (pointer.isEmpty()) {
            return document;
        }
        String decoded;
        try {
            decoded = URLDecoder.decode(pointer.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new SchemaException("invalid reference '" + pointer + "'", e);
        }
        if (!decoded.startsWith("/")) {
            throw new SchemaException("JSON pointer must be empty or start with a \"/");
        }
        meter.step(decoded.length());
        RegoValue at = document;
        for (String token : decoded.substring(1).split("/", -1)) {
            String name = token.replace("~1", "/").replace("~0", "~");
            var next =
                    switch (at) {
                        case RegoObject object -> object.get(name);
                        case RegoArray array -> element(array, token);
                        default ->
                                throw new SchemaException(
                                        "Invalid token reference '" + token + "'");
                    };
            if (next == null) {
                throw new SchemaException("Object has no key '" + token + "'");
            }
            at = next;
        }
        return at;
    }

    private static @Nullable RegoValue element(RegoArray array, String token)
            throws SchemaException {
        if (token.isEmpty()
                || token.length() > MAX_INDEX
                || !token.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw new SchemaException("Invalid array index '" + token + "'");
        }
        int index = Integer.parseInt(token);
        if (index >= array.size()) {
            throw new SchemaException(
                    "Out of bound array[0,%d] index '%d'".formatted(index, array.size()));
        }
        return array.get(index);
    }
}
