package dev.fiducia.policy.value;

import org.jspecify.annotations.Nullable;

/// One Rego value. All are immutable and safe to share between threads.
///
/// Equality is Rego's: `1.0` equals `1`, objects and sets ignore order. `compareTo` is consistent
/// with it: null < boolean < number < string < array < object < set. `toString` gives the Rego text
/// form (`{"a": [1, {2, 3}]}`), `toJson` the JSON form, where sets are sorted arrays and keys that
/// are not strings appear as their JSON text.
public sealed interface RegoValue extends Comparable<RegoValue>
        permits RegoNull, RegoBoolean, RegoNumber, RegoString, RegoArray, RegoObject, RegoSet {

    ValueType type();

    /// The plain Java form: null, Boolean, Long, BigInteger, BigDecimal, String, List, Map or Set.
    /// Maps and sets keep Rego's order.
    @Nullable Object toJava();

    /// About how many characters the value's text has: what comparing and writing it may cost.
    /// Parts that are shared count each time; the sum ends at [Integer#MAX_VALUE].
    int weight();

    /// How deep arrays, objects and sets nest: 0 for all other values.
    default int depth() {
        return 0;
    }

    default String toJson() {
        return JsonText.of(this);
    }

    @Override
    default int compareTo(RegoValue other) {
        return Ordering.compare(this, other);
    }

    /// Converts a plain Java value: null, Boolean, Number, CharSequence, Map, Set, Iterable, array
    /// of objects, or a RegoValue itself. Throws IllegalArgumentException for anything else.
    static RegoValue of(@Nullable Object value) {
        return FromJava.convert(value);
    }
}
