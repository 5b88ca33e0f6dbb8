package dev.fiducia.policy.builtin;

import dev.fiducia.policy.value.RegoArray;
import dev.fiducia.policy.value.RegoBoolean;
import dev.fiducia.policy.value.RegoNull;
import dev.fiducia.policy.value.RegoNumber;
import dev.fiducia.policy.value.RegoObject;
import dev.fiducia.policy.value.RegoSet;
import dev.fiducia.policy.value.RegoString;
import dev.fiducia.policy.value.RegoValue;

/// What a value weighs as text. Shared parts count each time, as they do in the text.
final class Weight {
    private Weight() {}

    static void charge(Budget budget, RegoValue value) throws BuiltinException {
        switch (value) {
            case RegoString string -> budget.output(string.value().length() + 3L);
            case RegoNumber number ->
                    budget.output(number.isLong() ? 8 : number.toBigDecimal().precision() + 8L);
            case RegoNull _, RegoBoolean _ -> budget.output(5);
            case RegoArray array -> {
                budget.output(2);
                for (var element : array) {
                    charge(budget, element);
                }
            }
            case RegoSet set -> {
                budget.output(2);
                for (var member : set) {
                    charge(budget, member);
                }
            }
            case RegoObject object -> {
                budget.output(2);
                for (int i = 0; i < object.size(); i++) {
                    charge(budget, object.keyAt(i));
                    charge(budget, object.valueAt(i));
                }
            }
        }
    }
}
