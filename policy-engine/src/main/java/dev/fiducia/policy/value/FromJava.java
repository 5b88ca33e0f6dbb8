package dev.fiducia.policy.value;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Map;
import java.util.Set;

/// Plain Java values to Rego values.
final class FromJava {
    private FromJava() {}

    static RegoValue convert(@Nullable Object value) {
        return switch (value) {
            case null -> RegoNull.NULL;
            case RegoValue rego -> rego;
            case Boolean bool -> RegoBoolean.of(bool);
            case CharSequence text -> RegoString.of(text.toString());
            case BigInteger number -> RegoNumber.of(number);
            case BigDecimal number -> RegoNumber.of(number);
            case Double number -> real(number);
            case Float number -> real(number);
            case Long number -> RegoNumber.of(number);
            case Integer number -> RegoNumber.of(number);
            case Short number -> RegoNumber.of(number);
            case Byte number -> RegoNumber.of(number);
            case Map<?, ?> map -> {
                var object = RegoObject.builder();
                map.forEach((k, v) -> object.put(convert(k), convert(v)));
                yield object.build();
            }
            case Set<?> set -> {
                var members = RegoSet.builder();
                set.forEach(member -> members.add(convert(member)));
                yield members.build();
            }
            case Iterable<?> list -> {
                var array = RegoArray.builder();
                list.forEach(element -> array.add(convert(element)));
                yield array.build();
            }
            case Object[] list -> {
                var array = RegoArray.builder();
                for (var element : list) {
                    array.add(convert(element));
                }
                yield array.build();
            }
            default ->
                    throw new IllegalArgumentException(
                            "no Rego value for " + value.getClass().getName());
        };
    }

    private static RegoNumber real(Number number) {
        double real = number.doubleValue();
        if (!Double.isFinite(real)) {
            throw new IllegalArgumentException("no Rego number for " + number);
        }
        return RegoNumber.of(new BigDecimal(number.toString()));
    }
}
