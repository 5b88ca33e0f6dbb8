package dev.fiducia.policy.builtin;

import dev.fiducia.policy.schema.JsonSchema;
import dev.fiducia.policy.schema.Meter;
import dev.fiducia.policy.schema.SchemaException;
import dev.fiducia.policy.value.RegoArray;
import dev.fiducia.policy.value.RegoBoolean;
import dev.fiducia.policy.value.RegoJson;
import dev.fiducia.policy.value.RegoJsonException;
import dev.fiducia.policy.value.RegoNull;
import dev.fiducia.policy.value.RegoObject;
import dev.fiducia.policy.value.RegoString;
import dev.fiducia.policy.value.RegoValue;

/// `json.match_schema` and `json.verify_schema`.
final class SchemaBuiltins {
    /// A compiled schema is kept for the other calls of an evaluation.
    private record Key(RegoValue schema) {}

    private SchemaBuiltins() {}

    static void declare(Catalogue catalogue) {
        catalogue.add("json.verify_schema", Kinds.STRING_OR_OBJECT, (c, a) -> verify(c, a));
        catalogue.add(
                "json.match_schema",
                Kinds.STRING_OR_OBJECT,
                Kinds.STRING_OR_OBJECT,
                (c, a) -> match(c, a));
    }

    private static RegoValue verify(BuiltinContext context, RegoValue[] a) throws BuiltinException {
        try {
            compiled(context, a[0]);
            return RegoArray.of(RegoBoolean.TRUE, RegoNull.NULL);
        } catch (SchemaException e) {
            spent(e);
            return RegoArray.of(RegoBoolean.FALSE, RegoString.of("jsonschema: " + e.getMessage()));
        }
    }

    private static RegoValue match(BuiltinContext context, RegoValue[] a) throws BuiltinException {
        try {
            var document = json(context, a[0]);
            var violations = schema(context, a[1]).validate(document, meter(context));
            var errors = RegoArray.builder();
            for (var violation : violations) {
                var error =
                        RegoObject.builder()
                                .put("error", RegoString.of(violation.message()))
                                .put("type", RegoString.of(violation.type()))
                                .put("field", RegoString.of(violation.field()))
                                .put("desc", RegoString.of(violation.description()))
                                .build();
                Weight.charge(context.budget(), error);
                errors.add(error);
            }
            return RegoArray.of(RegoBoolean.of(violations.isEmpty()), errors.build());
        } catch (SchemaException e) {
            spent(e);
            throw BuiltinException.failed(String.valueOf(e.getMessage()));
        }
    }

    private static JsonSchema schema(BuiltinContext context, RegoValue value)
            throws BuiltinException, SchemaException {
        var key = new Key(value);
        if (context.kept().get(key) instanceof JsonSchema known) {
            return known;
        }
        var schema = compiled(context, value);
        context.kept().put(key, schema);
        return schema;
    }

    private static JsonSchema compiled(BuiltinContext context, RegoValue schema)
            throws BuiltinException, SchemaException {
        return JsonSchema.compile(json(context, schema), meter(context));
    }

    /// What the argument is as JSON: the text read, or the value with its sets as arrays.
    private static RegoValue json(BuiltinContext context, RegoValue value)
            throws BuiltinException, SchemaException {
        try {
            return switch (value) {
                case RegoString text -> {
                    context.budget().output(text.value().length());
                    yield RegoJson.parseLenient(text.value());
                }
                case RegoObject _, RegoArray _ -> {
                    Weight.charge(context.budget(), value);
                    yield RegoJson.parseLenient(RegoJson.write(value));
                }
                default -> throw new SchemaException("wrong type, expected string or object");
            };
        } catch (RegoJsonException e) {
            if (e.isLimit()) {
                throw BuiltinException.unread("", e);
            }
            throw new SchemaException("invalid JSON string", e);
        }
    }

    private static Meter meter(BuiltinContext context) {
        return steps -> {
            try {
                context.budget().step(steps);
            } catch (BuiltinException e) {
                throw SchemaException.beyond(String.valueOf(e.getMessage()));
            }
        };
    }

    /// What takes too much ends the evaluation, whatever the function makes of other failures.
    private static void spent(SchemaException e) throws BuiltinException {
        if (e.isLimit()) {
            throw BuiltinException.limit(String.valueOf(e.getMessage()));
        }
    }
}
