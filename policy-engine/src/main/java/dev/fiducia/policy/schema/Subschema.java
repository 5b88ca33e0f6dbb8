package dev.fiducia.policy.schema;

import dev.fiducia.policy.text.BoundedPattern;
import dev.fiducia.policy.value.RegoValue;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// One schema or part of one, read and checked. Filled by the reader, then never changed; a record
/// would not do, because references may point back to a part that is still being read.
final class Subschema {
    /// What may follow a list of items, or stand beside named properties.
    sealed interface Others {
        record Allowed(boolean any) implements Others {}

        record Fitting(Subschema schema) implements Others {}
    }

    /// What the presence of a property asks for.
    sealed interface Dependency {
        record Properties(List<String> names) implements Dependency {}

        record Fitting(Subschema schema) implements Dependency {}
    }

    record Named(BoundedPattern pattern, Subschema schema) {}

    final Draft draft;

    /// Decides alone, for the schemas `true` and `false`.
    @Nullable Boolean pass;

    /// Decides alone, for a reference.
    @Nullable Subschema target;

    final List<String> types = new ArrayList<>();

    final Map<String, Subschema> properties = new LinkedHashMap<>();
    final List<Named> patternProperties = new ArrayList<>();
    @Nullable Others additionalProperties;
    @Nullable Subschema propertyNames;
    final Map<String, Dependency> dependencies = new LinkedHashMap<>();
    final Set<String> required = new LinkedHashSet<>();
    @Nullable Long minProperties;
    @Nullable Long maxProperties;

    @Nullable Subschema everyItem;
    final List<Subschema> items = new ArrayList<>();
    @Nullable Others additionalItems;
    @Nullable Subschema contains;
    @Nullable Long minItems;
    @Nullable Long maxItems;
    boolean uniqueItems;

    @Nullable BigDecimal multipleOf;
    @Nullable BigDecimal minimum;
    @Nullable BigDecimal exclusiveMinimum;
    @Nullable BigDecimal maximum;
    @Nullable BigDecimal exclusiveMaximum;

    @Nullable Long minLength;
    @Nullable Long maxLength;
    @Nullable BoundedPattern pattern;
    @Nullable String format;

    @Nullable RegoValue constant;
    @Nullable List<RegoValue> choices;

    final List<Subschema> oneOf = new ArrayList<>();
    final List<Subschema> anyOf = new ArrayList<>();
    final List<Subschema> allOf = new ArrayList<>();
    @Nullable Subschema not;
    @Nullable Subschema condition;
    @Nullable Subschema then;
    @Nullable Subschema otherwise;

    Subschema(Draft draft) {
        this.draft = draft;
    }
}
