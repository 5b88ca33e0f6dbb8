package dev.fiducia.policy.syntax;

import dev.fiducia.policy.value.RegoArray;
import dev.fiducia.policy.value.RegoBoolean;
import dev.fiducia.policy.value.RegoNull;
import dev.fiducia.policy.value.RegoNumber;
import dev.fiducia.policy.value.RegoObject;
import dev.fiducia.policy.value.RegoSet;
import dev.fiducia.policy.value.RegoString;
import dev.fiducia.policy.value.RegoValue;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// The fields of one block, each of the type that OPA gives it; unknown fields are passed over.
final class AnnotationFields {
    /// What is wrong with a field.
    static final class Malformed extends Exception {
        private static final long serialVersionUID = 1;

        /// The field at fault; null where that is the block as a whole.
        final @Nullable String field;

        private final String problem;

        Malformed(@Nullable String field, String problem) {
            super(problem, null, false, false);
            this.field = field;
            this.problem = problem;
        }

        String problem() {
            return problem;
        }
    }

    private interface Item {
        /// @param text the same as it is written
        RegoValue of(RegoValue value, @Nullable RegoValue text) throws Malformed;
    }

    /// What OPA's library reads where a boolean is wanted, besides `true` and `false`.
    private static final Set<String> TRUE = Set.of("y", "Y", "yes", "on");

    private static final Set<String> FALSE = Set.of("n", "N", "no", "off");

    private final RegoObject raw;
    private final RegoValue texts;

    /// @param texts the same with its scalars as they are written
    AnnotationFields(RegoObject raw, RegoValue texts) {
        this.raw = raw;
        this.texts = texts;
    }

    /// The scope as written; empty where it is not.
    String scope() throws Malformed {
        return text("scope");
    }

    boolean isEntrypoint() throws Malformed {
        RegoValue value = field("entrypoint");
        return switch (value) {
            case null -> false;
            case RegoBoolean bool -> bool.value();
            case RegoString text when TRUE.contains(text.value()) -> true;
            case RegoString text when FALSE.contains(text.value()) -> false;
            case RegoValue _ -> throw mistyped("entrypoint", value, "bool");
        };
    }

    /// What policies see of the block.
    RegoObject value(Annotation.Scope scope) throws Malformed {
        RegoObject.Builder out = RegoObject.builder();
        out.put(RegoString.of("scope"), RegoString.of(scope.text()));
        for (String name : List.of("title", "description")) {
            String text = text(name);
            if (!text.isEmpty()) {
                out.put(RegoString.of(name), RegoString.of(text));
            }
        }
        if (isEntrypoint()) {
            out.put(RegoString.of("entrypoint"), RegoBoolean.TRUE);
        }
        list(
                "organizations",
                out,
                (item, text) -> RegoString.of(scalar("organizations", item, text)));
        list("related_resources", out, (item, _) -> AnnotationItems.resource(item));
        list("authors", out, (item, _) -> AnnotationItems.author(item));
        list("schemas", out, (item, _) -> AnnotationItems.schema(item));
        RegoValue custom = field("custom");
        if (custom instanceof RegoObject object) {
            if (object.size() > 0) {
                out.put(RegoString.of("custom"), object);
            }
        } else if (custom != null) {
            throw mistyped("custom", custom, "map[string]interface {}");
        }
        return out.build();
    }

    private @Nullable RegoValue field(String name) {
        RegoValue value = raw.get(RegoString.of(name));
        return value instanceof RegoNull ? null : value;
    }

    private String text(String name) throws Malformed {
        RegoValue value = field(name);
        return value == null ? "" : scalar(name, value, text(texts, name));
    }

    private static @Nullable RegoValue text(RegoValue texts, String name) {
        return texts instanceof RegoObject object ? object.get(RegoString.of(name)) : null;
    }

    /// Numbers and booleans stand for themselves as written where text is wanted.
    private static String scalar(String name, RegoValue value, @Nullable RegoValue text)
            throws Malformed {
        return switch (value) {
            case RegoString s -> s.value();
            case RegoNumber _, RegoBoolean _ ->
                    text instanceof RegoString s ? s.value() : value.toString();
            case RegoNull _ -> "";
            case RegoArray _, RegoSet _, RegoObject _ -> throw mistyped(name, value, "string");
        };
    }

    private void list(String name, RegoObject.Builder out, Item item) throws Malformed {
        RegoValue value = field(name);
        if (value == null) {
            return;
        }
        if (!(value instanceof RegoArray array)) {
            throw mistyped(name, value, name.equals("organizations") ? "[]string" : "list");
        }
        RegoArray written =
                text(texts, name) instanceof RegoArray all && all.size() == array.size()
                        ? all
                        : null;
        List<RegoValue> items = new ArrayList<>();
        for (int i = 0; i < array.size(); i++) {
            items.add(item.of(array.get(i), written == null ? null : written.get(i)));
        }
        if (!items.isEmpty()) {
            out.put(RegoString.of(name), RegoArray.copyOf(items));
        }
    }

    static Malformed mistyped(@Nullable String field, RegoValue value, String wanted) {
        String tag =
                switch (value) {
                    case RegoNull _ -> "!!null";
                    case RegoBoolean b -> "!!bool `" + b + "`";
                    case RegoNumber n -> (n.isInteger() ? "!!int `" : "!!float `") + n + "`";
                    case RegoString s -> "!!str `" + s.value() + "`";
                    case RegoArray _, RegoSet _ -> "!!seq";
                    case RegoObject _ -> "!!map";
                };
        return new Malformed(field, "yaml: cannot unmarshal " + tag + " into " + wanted);
    }
}
