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
        RegoValue of(RegoValue value) throws Malformed;
    }

    private final RegoObject raw;

    AnnotationFields(RegoObject raw) {
        this.raw = raw;
    }

    /// The scope as written; empty where it is not.
    String scope() throws Malformed {
        return text("scope");
    }

    boolean isEntrypoint() throws Malformed {
        RegoValue value = field("entrypoint");
        if (value != null && !(value instanceof RegoBoolean)) {
            throw mistyped("entrypoint", value, "bool");
        }
        return RegoBoolean.TRUE.equals(value);
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
        list("organizations", out, item -> RegoString.of(scalar("organizations", item)));
        list("related_resources", out, AnnotationItems::resource);
        list("authors", out, AnnotationItems::author);
        list("schemas", out, AnnotationItems::schema);
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
        return value == null ? "" : scalar(name, value);
    }

    /// Numbers and booleans stand for their text where text is wanted.
    private static String scalar(String name, RegoValue value) throws Malformed {
        return switch (value) {
            case RegoString s -> s.value();
            case RegoNumber n -> n.toString();
            case RegoBoolean b -> b.toString();
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
        List<RegoValue> items = new ArrayList<>();
        for (RegoValue one : array) {
            items.add(item.of(one));
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
