package dev.fiducia.policy.explain;

import dev.fiducia.policy.eval.Observation;
import dev.fiducia.policy.eval.TraceSite;
import dev.fiducia.policy.eval.TraceSite.Operand;
import dev.fiducia.policy.value.RegoArray;
import dev.fiducia.policy.value.RegoBoolean;
import dev.fiducia.policy.value.RegoObject;
import dev.fiducia.policy.value.RegoSet;
import dev.fiducia.policy.value.RegoValue;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.stream.Collectors;

/// Says in a sentence why an expression failed.
final class Reasons {
    private static final int MAX_KEYS = 10;

    private final Masking masking;

    Reasons(Masking masking) {
        this.masking = masking;
    }

    String of(TraceSite.OfLiteral site, List<Observation> seen) {
        if (site.negated()) {
            return "what is negated holds";
        }
        for (Observation observation : seen) {
            if (observation.value() == null) {
                return undefined(observation);
            }
        }
        List<Operand> operands = site.operands();
        if (operands.size() == 2) {
            RegoValue left = value(operands.getFirst(), seen);
            RegoValue right = value(operands.getLast(), seen);
            if (left != null && right != null) {
                return compared(site.operation(), operands, left, right);
            }
        }
        if (operands.size() == 1 && value(operands.getFirst(), seen) == RegoBoolean.FALSE) {
            return operands.getFirst().label() + " is false";
        }
        return switch (site.operation()) {
            case "every" -> "it does not hold for every element";
            case "=" -> "nothing matches";
            default ->
                    operands.size() != 2
                                    && !seen.isEmpty()
                                    && seen.getLast().value() == RegoBoolean.FALSE
                            ? "it is false"
                            : "no value makes it true";
        };
    }

    private @Nullable RegoValue value(Operand operand, List<Observation> seen) {
        if (operand.constant() != null) {
            return operand.constant();
        }
        for (Observation observation : seen) {
            if (observation.label().equals(operand.label())) {
                return observation.value();
            }
        }
        return null;
    }

    private String compared(
            String operation, List<Operand> operands, RegoValue left, RegoValue right) {
        String shownLeft = masking.show(operands.getFirst().label(), left);
        String shownRight = masking.show(operands.getLast().label(), right);
        return switch (operation) {
            case "internal.member_2" -> shownLeft + " is not among " + among(right, shownRight);
            case "neq" -> "both are " + shownLeft;
            case "equal", "=", "lt", "lte", "gt", "gte" ->
                    "left is " + shownLeft + ", right is " + shownRight;
            default -> "it is not true for " + shownLeft + " and " + shownRight;
        };
    }

    private static String among(RegoValue collection, String shown) {
        return switch (collection) {
            case RegoArray array -> values(array.size());
            case RegoSet set -> values(set.size());
            case RegoObject object -> values(object.size());
            default -> shown + ", which is no collection";
        };
    }

    private static String values(int count) {
        return count == 1 ? "1 value" : count + " values";
    }

    private String undefined(Observation observation) {
        Observation.Missing missing = observation.missing();
        if (missing == null) {
            return observation.label() + " is undefined";
        }
        String text = missing.label() + " is undefined";
        return switch (missing.parent()) {
            case null -> text;
            case RegoObject object -> text + "; " + missing.parentLabel() + " has " + keys(object);
            case RegoArray array ->
                    text + "; " + missing.parentLabel() + " has " + values(array.size());
            case RegoSet set -> text + "; " + missing.parentLabel() + " has " + values(set.size());
            case RegoValue other ->
                    text
                            + "; "
                            + missing.parentLabel()
                            + " is "
                            + masking.show(missing.parentLabel(), other);
        };
    }

    private String keys(RegoObject object) {
        if (object.size() == 0) {
            return "no keys";
        }
        String shown =
                object.keys().stream()
                        .limit(MAX_KEYS)
                        .map(key -> masking.show("", key))
                        .collect(Collectors.joining(", "));
        int more = object.size() - MAX_KEYS;
        return (object.size() == 1 ? "key " : "keys ")
                + shown
                + (more > 0 ? " and " + more + " more" : "");
    }
}
