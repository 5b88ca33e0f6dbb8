package dev.fiducia.policy.constraint;

import dev.fiducia.policy.constraint.ValueRules.Range;
import dev.fiducia.policy.text.BoundedPattern;
import dev.fiducia.policy.text.PatternRefused;
import dev.fiducia.policy.value.RegoNumber;
import dev.fiducia.policy.value.RegoValue;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/// Reads the keywords of a schema that bound single values.
final class ValueRulesReader {
    private ValueRulesReader() {}

    static ValueRules read(Fields schema) throws Refused {
        List<RegoValue> choices = schema.list("enum");
        BigDecimal multipleOf = decimal(schema, "multipleOf");
        if (multipleOf != null && multipleOf.signum() <= 0) {
            throw SchemaReader.invalid("must be greater than 0", schema.path("multipleOf"));
        }
        return new ValueRules(
                schema.value("enum").isEmpty() ? null : choices,
                pattern(schema),
                range(schema, "minLength", "maxLength"),
                range(schema, "minItems", "maxItems"),
                range(schema, "minProperties", "maxProperties"),
                decimal(schema, "minimum"),
                schema.flag("exclusiveMinimum").orElse(false),
                decimal(schema, "maximum"),
                schema.flag("exclusiveMaximum").orElse(false),
                multipleOf);
    }

    private static Range range(Fields schema, String least, String most) throws Refused {
        Optional<Long> low = schema.integer(least);
        Optional<Long> high = schema.integer(most);
        if (low.isEmpty() && high.isEmpty()) {
            return Range.ANY;
        }
        if (low.orElse(0L) < 0 || high.orElse(0L) < 0) {
            throw SchemaReader.invalid(
                    "must not be negative", schema.path(low.orElse(0L) < 0 ? least : most));
        }
        return new Range(low.orElse(0L), high.orElse(Long.MAX_VALUE));
    }

    private static @Nullable BigDecimal decimal(Fields schema, String name) throws Refused {
        Optional<RegoValue> value = schema.value(name);
        if (value.isEmpty()) {
            return null;
        }
        if (value.get() instanceof RegoNumber number) {
            return number.toBigDecimal();
        }
        throw SchemaReader.invalid("must be a number", schema.path(name));
    }

    private static @Nullable BoundedPattern pattern(Fields schema) throws Refused {
        Optional<String> text = schema.text("pattern");
        if (text.isEmpty() || text.get().isEmpty()) {
            return null;
        }
        try {
            return BoundedPattern.compile(text.get());
        } catch (PatternRefused e) {
            throw SchemaReader.invalid(e.problem(), schema.path("pattern"));
        }
    }
}
