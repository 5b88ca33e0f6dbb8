package dev.fiducia.policy.builtin;

import dev.fiducia.policy.value.RegoBoolean;
import dev.fiducia.policy.value.RegoNull;
import dev.fiducia.policy.value.RegoString;
import dev.fiducia.policy.value.RegoValue;
import dev.fiducia.policy.value.ValueType;

import java.util.BitSet;

/// `glob.*`.
final class GlobBuiltins {
    private GlobBuiltins() {}

    static void declare(Catalogue catalogue) {
        catalogue.add(
                "glob.match",
                Kinds.STRING,
                Kinds.of(ValueType.NULL, ValueType.ARRAY),
                Kinds.STRING,
                (c, a) -> {
                    var pattern = StringBuiltins.charged(c, a, 0);
                    var separators = separators(a);
                    c.budget().output(pattern.length());
                    return RegoBoolean.of(
                            Glob.parse(pattern)
                                    .matches(
                                            c.budget(),
                                            StringBuiltins.charged(c, a, 2),
                                            separators));
                });
        catalogue.add(
                "glob.quote_meta",
                Kinds.STRING,
                (c, a) -> {
                    var text = StringBuiltins.produced(c, a, 0);
                    return RegoString.of(text.replaceAll("[*?\\\\\\[\\]{}]", "\\\\$0"));
                });
    }

    /// Null is none; an empty array is the point alone.
    private static BitSet separators(RegoValue[] a) throws BuiltinException {
        var separators = new BitSet();
        if (a[1] instanceof RegoNull) {
            return separators;
        }
        for (var element : Operands.array(a, 1)) {
            if (!(element instanceof RegoString string)) {
                throw Operands.wrongElement(a, 1, element, ValueType.STRING);
            }
            if (string.codePoints() != 1) {
                throw BuiltinException.type(
                        "operand 2 must be array of runes but got array containing string");
            }
            separators.set(string.value().codePointAt(0));
        }
        if (separators.isEmpty()) {
            separators.set('.');
        }
        return separators;
    }
}
