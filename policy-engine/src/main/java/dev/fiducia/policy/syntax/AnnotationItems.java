package dev.fiducia.policy.syntax;

import dev.fiducia.policy.Limits;
import dev.fiducia.policy.syntax.AnnotationFields.Malformed;
import dev.fiducia.policy.text.GoUrl;
import dev.fiducia.policy.text.UrlRefused;
import dev.fiducia.policy.value.RegoArray;
import dev.fiducia.policy.value.RegoObject;
import dev.fiducia.policy.value.RegoString;
import dev.fiducia.policy.value.RegoValue;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The elements of a block's lists, which authors may write as a text or as an object.
final class AnnotationItems {
    private static final String NEITHER = "invalid value type, must be string or map";

    private AnnotationItems() {}

    /// `{ref, description}`, or the URL alone.
    static RegoValue resource(RegoValue value) throws Malformed {
        String prefix = "invalid related-resource definition " + shown(value) + ": ";
        String ref;
        String description = "";
        if (value instanceof RegoString s) {
            ref = s.value();
            if (ref.isEmpty()) {
                throw resourceError(prefix + "ref URL may not be empty string");
            }
        } else if (value instanceof RegoObject map) {
            ref = member(map, "ref");
            description = member(map, "description");
            if (ref.isEmpty()) {
                throw resourceError(prefix + "'ref' value required in object");
            }
        } else {
            throw resourceError(prefix + NEITHER);
        }
        try {
            GoUrl.parse(ref);
        } catch (UrlRefused e) {
            throw resourceError(prefix + e.getMessage());
        }
        return object("ref", ref, "description", description);
    }

    private static Malformed resourceError(String problem) {
        return new Malformed("related_resources", problem);
    }

    /// `{name, email}`, or `Name of Author <address>`.
    static RegoValue author(RegoValue value) throws Malformed {
        String prefix = "invalid author definition " + shown(value) + ": ";
        if (value instanceof RegoObject map) {
            String name = member(map, "name");
            String email = member(map, "email");
            if (name.isEmpty() && email.isEmpty()) {
                throw new Malformed(
                        "authors", prefix + "'name' and/or 'email' values required in object");
            }
            return object("name", name, "email", email);
        }
        if (!(value instanceof RegoString s)) {
            throw new Malformed("authors", prefix + NEITHER);
        }
        List<String> words =
                Arrays.stream(s.value().split("\\s+", -1)).filter(w -> !w.isEmpty()).toList();
        if (words.isEmpty()) {
            throw new Malformed("authors", prefix + "author is an empty string");
        }
        String last = words.getLast();
        boolean addressed = last.length() > 1 && last.startsWith("<") && last.endsWith(">");
        return object(
                "name",
                String.join(" ", addressed ? words.subList(0, words.size() - 1) : words),
                "email",
                addressed ? last.substring(1, last.length() - 1) : "");
    }

    /// `input.x: schema.y`, or a path with a schema written out.
    static RegoValue schema(RegoValue value) throws Malformed {
        if (!(value instanceof RegoObject map)) {
            throw AnnotationFields.mistyped("schemas", value, "map[string]interface {}");
        }
        String document = map.size() > 0 && map.keyAt(0) instanceof RegoString s ? s.value() : "";
        RegoArray path = path(document);
        if (path == null
                || (path.size() == 1 && !document.equals("input") && !document.equals("data"))) {
            throw new Malformed("schemas", "invalid document reference");
        }
        RegoObject.Builder out = RegoObject.builder().put(RegoString.of("path"), path);
        RegoValue schema = map.valueAt(0);
        if (schema instanceof RegoObject) {
            return out.put(RegoString.of("definition"), schema).build();
        }
        if (!(schema instanceof RegoString s)) {
            throw new Malformed(
                    "schemas", "invalid schema declaration for path " + RegoString.of(document));
        }
        RegoArray reference = path(s.value());
        if (reference == null || !reference.get(0).equals(RegoString.of("schema"))) {
            throw new Malformed("schemas", "invalid schema reference");
        }
        return out.put(RegoString.of("schema"), reference).build();
    }

    /// The elements of `a.b["c d"]`, or null where the text is no such path.
    private static @Nullable RegoArray path(String text) {
        List<RegoValue> path = new ArrayList<>();
        try {
            List<Token> tokens = new Lexer("", text, Limits.standard()).tokens();
            int i = 0;
            while (tokens.get(i).kind() != Token.Kind.END) {
                boolean first = path.isEmpty();
                boolean bracket = !first && tokens.get(i).isSymbol("[");
                if (!first && !bracket && !tokens.get(i).isSymbol(".")) {
                    return null;
                }
                Token element = tokens.get(first ? i : i + 1);
                Token.Kind wanted = bracket ? Token.Kind.STRING : Token.Kind.NAME;
                if (element.kind() != wanted || (bracket && !tokens.get(i + 2).isSymbol("]"))) {
                    return null;
                }
                path.add(RegoString.of(element.text()));
                i += first ? 1 : bracket ? 3 : 2;
            }
        } catch (SyntaxException e) {
            return null;
        }
        return path.isEmpty() ? null : RegoArray.copyOf(path);
    }

    private static String member(RegoObject map, String key) {
        return map.get(RegoString.of(key)) instanceof RegoString s ? s.value().strip() : "";
    }

    private static RegoObject object(String key, String value, String other, String second) {
        RegoObject.Builder out = RegoObject.builder();
        if (!value.isEmpty()) {
            out.put(RegoString.of(key), RegoString.of(value));
        }
        if (!second.isEmpty()) {
            out.put(RegoString.of(other), RegoString.of(second));
        }
        return out.build();
    }

    private static String shown(RegoValue value) {
        return value instanceof RegoString s ? s.value() : value.toString();
    }
}
