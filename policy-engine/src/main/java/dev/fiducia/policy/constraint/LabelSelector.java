package dev.fiducia.policy.constraint;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// Kubernetes' label selector: all requirements must hold; an empty selector matches everything.
record LabelSelector(List<Requirement> requirements) {
    private static final int MAX_LENGTH = 63;
    private static final Pattern KEY =
            Pattern.compile(
                    "([a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?/)?"
                            + "[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?");
    private static final Pattern VALUE =
            Pattern.compile("([A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?)?");

    LabelSelector {
        requirements = List.copyOf(requirements);
    }

    /// How a requirement holds a label against its values.
    enum Operator {
        IN("In"),
        NOT_IN("NotIn"),
        EXISTS("Exists"),
        DOES_NOT_EXIST("DoesNotExist");

        private final String text;

        Operator(String text) {
            this.text = text;
        }
    }

    /// One condition on one label.
    record Requirement(String key, Operator operator, Set<String> values) {
        Requirement {
            values = Set.copyOf(values);
        }

        boolean holds(Map<String, String> labels) {
            String value = labels.get(key);
            return switch (operator) {
                case IN -> value != null && values.contains(value);
                case NOT_IN -> value == null || !values.contains(value);
                case EXISTS -> value != null;
                case DOES_NOT_EXIST -> value == null;
            };
        }
    }

    static Optional<LabelSelector> read(Fields match, String name) throws Refused {
        Optional<Fields> selector = match.fields(name);
        if (selector.isEmpty()) {
            return Optional.empty();
        }
        selector.get().only(Set.of("matchLabels", "matchExpressions"));
        List<Requirement> requirements = new ArrayList<>();
        String path = selector.get().path("matchLabels");
        for (Map.Entry<String, String> label :
                new TreeMap<>(selector.get().textMap("matchLabels")).entrySet()) {
            requirements.add(
                    new Requirement(
                            key(label.getKey(), path),
                            Operator.IN,
                            Set.of(value(label.getValue(), path))));
        }
        for (Fields expression : selector.get().objects("matchExpressions")) {
            requirements.add(requirement(expression));
        }
        return Optional.of(new LabelSelector(requirements));
    }

    private static Requirement requirement(Fields expression) throws Refused {
        expression.only(Set.of("key", "operator", "values"));
        String key = key(expression.requiredText("key"), expression.path("key"));
        String name = expression.requiredText("operator");
        for (Operator operator : Operator.values()) {
            if (operator.text.equals(name)) {
                List<String> values = expression.texts("values");
                boolean needed = operator == Operator.IN || operator == Operator.NOT_IN;
                if (values.isEmpty() == needed) {
                    throw invalid(
                            needed
                                    ? "values are required with " + name
                                    : "values must not be given with " + name,
                            expression.path("values"));
                }
                for (String one : values) {
                    value(one, expression.path("values"));
                }
                return new Requirement(key, operator, Set.copyOf(values));
            }
        }
        throw invalid(
                "the operator must be In, NotIn, Exists or DoesNotExist",
                expression.path("operator"));
    }

    boolean matches(Map<String, String> labels) {
        return requirements.stream().allMatch(requirement -> requirement.holds(labels));
    }

    private static String key(String key, String path) throws Refused {
        if (!KEY.matcher(key).matches()) {
            throw invalid("'" + key + "' is not the name of a label", path);
        }
        return key;
    }

    private static String value(String value, String path) throws Refused {
        if (value.length() > MAX_LENGTH || !VALUE.matcher(value).matches()) {
            throw invalid("'" + value + "' is not the value of a label", path);
        }
        return value;
    }

    private static Refused invalid(String message, String path) {
        return new Refused(ConstraintError.INVALID_CONSTRAINT, message, path);
    }
}
