package dev.fiducia.policy.constraint;

import dev.fiducia.policy.text.BoundedPattern;
import dev.fiducia.policy.value.RegoArray;
import dev.fiducia.policy.value.RegoNumber;
import dev.fiducia.policy.value.RegoObject;
import dev.fiducia.policy.value.RegoString;
import dev.fiducia.policy.value.RegoValue;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/// What a schema asks of a value beside its type. A rule for one type says nothing about values of
/// another.
///
/// @param choices the values of `enum`; null when every value may stand
record ValueRules(
        @Nullable List<RegoValue> choices,
        @Nullable BoundedPattern pattern,
        Range length,
        Range items,
        Range fields,
        @Nullable BigDecimal minimum,
        boolean exclusiveMinimum,
        @Nullable BigDecimal maximum,
        boolean exclusiveMaximum,
        @Nullable BigDecimal multipleOf) {

    static final ValueRules NONE =
            new ValueRules(
                    null, null, Range.ANY, Range.ANY, Range.ANY, null, false, null, false, null);

    ValueRules {
        choices = choices == null ? null : List.copyOf(choices);
    }

    /// How many there may be.
    record Range(long least, long most) {
        static final Range ANY = new Range(0, Long.MAX_VALUE);

        void check(long count, String what, List<String> problems) {
            if (count < least) {
                problems.add("must have at least " + least + " " + what + ", has " + count);
            }
            if (count > most) {
                problems.add("must have at most " + most + " " + what + ", has " + count);
            }
        }
    }

    /// About how many comparisons the check of a value takes.
    long effort(RegoValue value) {
        long expression =
                pattern != null && value instanceof RegoString text
                        ? pattern.cost(text.value())
                        : 0;
        return 1 + expression + (choices == null ? 0 : choices.size());
    }

    /// What is wrong with a value; empty when nothing is.
    List<String> problems(RegoValue value) {
        List<String> problems = new ArrayList<>();
        if (choices != null && !choices.contains(value)) {
            problems.add("must be one of " + RegoArray.copyOf(choices).toJson());
        }
        switch (value) {
            case RegoString text -> text(text, problems);
            case RegoNumber number -> number(number.toBigDecimal(), problems);
            case RegoArray array -> items.check(array.size(), "items", problems);
            case RegoObject object -> fields.check(object.size(), "fields", problems);
            default -> {}
        }
        return problems;
    }

    private void text(RegoString text, List<String> problems) {
        length.check(text.codePoints(), "characters", problems);
        if (pattern != null && !pattern.find(text.value())) {
            problems.add("must match " + pattern.pattern().pattern());
        }
    }

    private void number(BigDecimal number, List<String> problems) {
        if (minimum != null && beyond(number.compareTo(minimum), exclusiveMinimum)) {
            problems.add("must be " + (exclusiveMinimum ? "greater than " : "at least ") + minimum);
        }
        if (maximum != null && beyond(maximum.compareTo(number), exclusiveMaximum)) {
            problems.add("must be " + (exclusiveMaximum ? "less than " : "at most ") + maximum);
        }
        if (multipleOf != null && number.remainder(multipleOf).signum() != 0) {
            problems.add("must be a multiple of " + multipleOf);
        }
    }

    private static boolean beyond(int comparison, boolean exclusive) {
        return comparison < 0 || (exclusive && comparison == 0);
    }
}
