package dev.fiducia.policy.builtin;

import dev.fiducia.policy.value.ValueType;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/// The sets of types that declarations speak of.
final class Kinds {
    static final Set<ValueType> ANY = Collections.unmodifiableSet(EnumSet.allOf(ValueType.class));
    static final Set<ValueType> BOOLEAN = of(ValueType.BOOLEAN);
    static final Set<ValueType> NUMBER = of(ValueType.NUMBER);
    static final Set<ValueType> STRING = of(ValueType.STRING);
    static final Set<ValueType> ARRAY = of(ValueType.ARRAY);
    static final Set<ValueType> OBJECT = of(ValueType.OBJECT);
    static final Set<ValueType> SET = of(ValueType.SET);
    static final Set<ValueType> ARRAY_OR_SET = of(ValueType.ARRAY, ValueType.SET);
    static final Set<ValueType> NUMBER_OR_SET = of(ValueType.NUMBER, ValueType.SET);
    static final Set<ValueType> STRING_OR_OBJECT = of(ValueType.STRING, ValueType.OBJECT);
    static final Set<ValueType> STRING_OR_NULL = of(ValueType.NULL, ValueType.STRING);
    static final Set<ValueType> STRINGS = of(ValueType.STRING, ValueType.ARRAY, ValueType.SET);
    static final Set<ValueType> COLLECTION = of(ValueType.ARRAY, ValueType.OBJECT, ValueType.SET);
    static final Set<ValueType> COUNTABLE =
            of(ValueType.STRING, ValueType.ARRAY, ValueType.OBJECT, ValueType.SET);

    private Kinds() {}

    static Set<ValueType> of(ValueType first, ValueType... rest) {
        return Collections.unmodifiableSet(EnumSet.of(first, rest));
    }
}
