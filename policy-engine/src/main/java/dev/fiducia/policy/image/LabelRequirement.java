package dev.fiducia.policy.image;

import java.util.List;
import java.util.Map;

/// One requirement of a Kubernetes label selector.
public record LabelRequirement(String key, Operator operator, List<String> values) {
    /// How a label is compared.
    public enum Operator {
        IN("In"),
        NOT_IN("NotIn"),
        EXISTS("Exists"),
        DOES_NOT_EXIST("DoesNotExist");

        final String wireName;

        Operator(String wireName) {
            this.wireName = wireName;
        }

        boolean takesValues() {
            return this == IN || this == NOT_IN;
        }
    }

    public LabelRequirement {
        values = List.copyOf(values);
    }

    boolean holds(Map<String, String> labels) {
        String actual = labels.get(key);
        return switch (operator) {
            case IN -> actual != null && values.contains(actual);
            case NOT_IN -> actual == null || !values.contains(actual);
            case EXISTS -> actual != null;
            case DOES_NOT_EXIST -> actual == null;
        };
    }

    @Override
    public String toString() {
        return key + " " + operator.wireName + (values.isEmpty() ? "" : " " + values);
    }
}
