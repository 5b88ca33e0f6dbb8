package dev.fiducia.policy.constraint;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// What a constraint does about violations, at each place where reviews take place.
///
/// @param declared the value of `spec.enforcementAction`
record Enforcement(String declared, Map<EnforcementPoint, Set<EnforcementAction>> actions) {
    private static final String SCOPED = "scoped";
    private static final String EVERYWHERE = "*";

    Enforcement {
        actions = Map.copyOf(actions);
    }

    /// What to do at a place, the gravest first; nothing means that the constraint does not apply.
    Set<EnforcementAction> at(EnforcementPoint point) {
        return actions.getOrDefault(point, Set.of());
    }

    /// Reads `spec.enforcementAction`, deny unless given, and `spec.scopedEnforcementActions`.
    static Enforcement read(Fields spec) throws Refused {
        String declared = spec.text("enforcementAction").orElse("");
        if (declared.equals(SCOPED)) {
            return scoped(spec);
        }
        EnforcementAction action =
                declared.isEmpty()
                        ? EnforcementAction.DENY
                        : action(declared, spec.path("enforcementAction"), ", " + SCOPED);
        Map<EnforcementPoint, Set<EnforcementAction>> actions =
                new EnumMap<>(EnforcementPoint.class);
        for (EnforcementPoint point : EnforcementPoint.values()) {
            actions.put(point, Set.of(action));
        }
        // Checked though it has no effect: it takes effect as soon as the action is scoped.
        if (spec.value("scopedEnforcementActions").isPresent()) {
            scoped(spec);
        }
        return new Enforcement(action.text(), actions);
    }

    private static Enforcement scoped(Fields spec) throws Refused {
        spec.requiredValue("scopedEnforcementActions");
        Map<EnforcementPoint, Set<EnforcementAction>> actions =
                new EnumMap<>(EnforcementPoint.class);
        for (Fields entry : spec.objects("scopedEnforcementActions")) {
            entry.only(Set.of("action", "enforcementPoints"));
            EnforcementAction action =
                    action(entry.requiredText("action"), entry.path("action"), "");
            List<Fields> points = entry.objects("enforcementPoints");
            if (points.isEmpty()) {
                throw invalid("names no enforcement point", entry.path("enforcementPoints"));
            }
            for (Fields point : points) {
                point.only(Set.of("name"));
                for (EnforcementPoint one : points(point)) {
                    actions.computeIfAbsent(one, _ -> EnumSet.noneOf(EnforcementAction.class))
                            .add(action);
                }
            }
        }
        return new Enforcement(SCOPED, actions);
    }

    private static List<EnforcementPoint> points(Fields point) throws Refused {
        String name = point.requiredText("name");
        if (name.equals(EVERYWHERE)) {
            return List.of(EnforcementPoint.values());
        }
        Optional<EnforcementPoint> one = EnforcementPoint.named(name);
        if (one.isEmpty()) {
            String known =
                    Arrays.stream(EnforcementPoint.values())
                            .map(EnforcementPoint::text)
                            .collect(Collectors.joining(", "));
            throw invalid(
                    "unrecognized enforcement point " + name + ": must be *, " + known,
                    point.path("name"));
        }
        return List.of(one.get());
    }

    private static EnforcementAction action(String name, String path, String others)
            throws Refused {
        Optional<EnforcementAction> action = EnforcementAction.named(name);
        if (action.isEmpty()) {
            throw invalid(
                    "unrecognized enforcement action "
                            + name
                            + ": must be deny, warn, dryrun"
                            + others,
                    path);
        }
        return action.get();
    }

    private static Refused invalid(String message, String path) {
        return new Refused(ConstraintError.INVALID_CONSTRAINT, message, path);
    }
}
