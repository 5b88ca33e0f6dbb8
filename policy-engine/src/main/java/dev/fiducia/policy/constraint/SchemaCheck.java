package dev.fiducia.policy.constraint;

import dev.fiducia.policy.builtin.Budget;
import dev.fiducia.policy.builtin.BuiltinException;
import dev.fiducia.policy.constraint.SchemaNode.JsonType;
import dev.fiducia.policy.constraint.SchemaNode.Junctors;
import dev.fiducia.policy.value.RegoArray;
import dev.fiducia.policy.value.RegoBoolean;
import dev.fiducia.policy.value.RegoNull;
import dev.fiducia.policy.value.RegoNumber;
import dev.fiducia.policy.value.RegoObject;
import dev.fiducia.policy.value.RegoString;
import dev.fiducia.policy.value.RegoValue;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Holds a value against a schema and lists all that does not fit, unknown fields included.
final class SchemaCheck {
    private static final int MAX_ERRORS = 50;
    private static final long MAX_WORK = 10_000_000;

    private final List<ConstraintError> errors = new ArrayList<>();
    private final Budget budget;

    private SchemaCheck(Budget budget) {
        this.budget = budget;
    }

    static List<ConstraintError> of(SchemaNode schema, RegoValue value, String path) {
        return of(schema, value, path, Budget.of(MAX_WORK, MAX_WORK));
    }

    private static List<ConstraintError> of(
            SchemaNode schema, RegoValue value, String path, Budget budget) {
        SchemaCheck check = new SchemaCheck(budget);
        check.check(schema, value, path);
        return check.errors;
    }

    private void check(SchemaNode schema, RegoValue value, String path) {
        if (errors.size() >= MAX_ERRORS || !spend(schema.rules().effort(value), path)) {
            return;
        }
        if (value instanceof RegoNull && schema.nullable()) {
            return;
        }
        if (schema.intOrString() && !isIntOrString(value)) {
            error("must be an integer or a string, is " + kind(value), path);
            return;
        }
        if (schema.type() != null && !fits(schema.type(), value)) {
            error("must be " + lower(schema.type().name()) + ", is " + kind(value), path);
            return;
        }
        schema.rules().problems(value).forEach(problem -> error(problem, path));
        switch (value) {
            case RegoObject object -> object(schema, object, path);
            case RegoArray array -> {
                if (schema.items() != null) {
                    for (int i = 0; i < array.size(); i++) {
                        check(schema.items(), array.get(i), path + "[" + i + "]");
                    }
                }
            }
            default -> {}
        }
        junctors(schema.junctors(), value, path);
    }

    private void object(SchemaNode schema, RegoObject object, String path) {
        for (String name : schema.required().stream().sorted().toList()) {
            if (object.get(name) == null) {
                error("the field is required", path + "." + name);
            }
        }
        object.forEach((key, value) -> {
            String name = key instanceof RegoString text ? text.value() : key.toJson();
            SchemaNode property = schema.properties().get(name);
            if (property != null) {
                if (!(value instanceof RegoNull && property.initial() != null)) {
                    check(property, value, path + "." + name);
                }
            } else if (schema.others() != null) {
                check(schema.others(), value, path + "." + name);
            } else if (!schema.anyOther()) {
                error("unknown field", path + "." + name);
            }
        });
    }

    private void junctors(Junctors junctors, RegoValue value, String path) {
        if (junctors.isNone()) {
            return;
        }
        junctors.allOf().forEach(one -> check(one, value, path));
        if (!junctors.anyOf().isEmpty() && fitting(junctors.anyOf(), value, path) == 0) {
            error("must fit one of the schemas of anyOf", path);
        }
        if (!junctors.oneOf().isEmpty() && fitting(junctors.oneOf(), value, path) != 1) {
            error("must fit exactly one of the schemas of oneOf", path);
        }
        if (junctors.not() != null && of(junctors.not(), value, path, budget).isEmpty()) {
            error("must not fit the schema of not", path);
        }
        // An alternative that was given up for effort must not count as one that does not fit.
        spend(1, path);
    }

    private boolean spend(long effort, String path) {
        try {
            budget.step(effort);
            return true;
        } catch (BuiltinException e) {
            error("there is too much to check", path);
            return false;
        }
    }

    private long fitting(List<SchemaNode> schemas, RegoValue value, String path) {
        return schemas.stream().filter(one -> of(one, value, path, budget).isEmpty()).count();
    }

    private static boolean isIntOrString(RegoValue value) {
        return value instanceof RegoString
                || (value instanceof RegoNumber number && number.isInteger());
    }

    private static boolean fits(JsonType type, RegoValue value) {
        return switch (type) {
            case OBJECT -> value instanceof RegoObject;
            case ARRAY -> value instanceof RegoArray;
            case STRING -> value instanceof RegoString;
            case INTEGER -> value instanceof RegoNumber number && number.isInteger();
            case NUMBER -> value instanceof RegoNumber;
            case BOOLEAN -> value instanceof RegoBoolean;
        };
    }

    private static String kind(RegoValue value) {
        return lower(value.type().name());
    }

    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    private void error(String message, String path) {
        errors.add(new ConstraintError(ConstraintError.SCHEMA_VIOLATION, message, path));
    }
}
