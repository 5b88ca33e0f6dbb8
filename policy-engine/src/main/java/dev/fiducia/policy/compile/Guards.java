package dev.fiducia.policy.compile;

import dev.fiducia.policy.compile.CoreBody.Form;
import dev.fiducia.policy.compile.CoreBody.Lit;
import dev.fiducia.policy.eval.Guard;
import dev.fiducia.policy.eval.Place;
import dev.fiducia.policy.value.RegoValue;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Finds the comparisons with constants that a body begins with. What stands before them must not
/// print, fail or cost anything, as it is left out where a comparison is known not to hold.
final class Guards {
    private final Map<Variable, Place> places = new HashMap<>();
    private final List<Guard> found = new ArrayList<>();

    private Guards() {}

    static List<Guard> of(List<Lit> literals, Set<Variable> arguments) {
        Guards guards = new Guards();
        for (Variable argument : arguments) {
            guards.places.put(argument, new Place.Argument(argument.slot, List.of()));
        }
        for (Lit lit : literals) {
            if (lit.negated() || !lit.with().isEmpty() || !guards.passes(lit.form())) {
                break;
            }
        }
        return guards.found;
    }

    /// Whether what follows the literal may begin with a comparison, too.
    private boolean passes(Form form) {
        return switch (form) {
            case Form.Unify(Core left, Core right) -> equal(left, right) || names(left, right);
            case Form.Holds(Core.Call call) when isEqual(call) ->
                    equal(call.arguments().get(0), call.arguments().get(1));
            case Form.Holds(Core term) -> place(term) != null;
            case Form.Every e -> false;
            case Form.Nested n -> false;
            case Form.Print p -> false;
        };
    }

    private static boolean isEqual(Core.Call call) {
        return call.callee() instanceof Callee.OfBuiltin(var builtin)
                && builtin.name().equals("equal");
    }

    private boolean equal(Core left, Core right) {
        return guard(place(left), right) || guard(place(right), left);
    }

    private boolean guard(@Nullable Place place, Core other) {
        if (place != null && other instanceof Core.Const(RegoValue value)) {
            found.add(new Guard(place, value));
            return true;
        }
        return false;
    }

    /// `name := input.a.b`: the name stands for the place.
    private boolean names(Core left, Core right) {
        Place place = place(right);
        return left instanceof Core.Local(Variable variable)
                && place != null
                && places.putIfAbsent(variable, place) == null;
    }

    private @Nullable Place place(Core term) {
        return switch (term) {
            case Core.Input i -> new Place.Input(List.of());
            case Core.Local(Variable variable) -> places.get(variable);
            case Core.Ref r -> below(place(r.head()), r.operands());
            default -> null;
        };
    }

    private static @Nullable Place below(@Nullable Place head, List<Core> operands) {
        if (head == null) {
            return null;
        }
        List<RegoValue> path = new ArrayList<>(head.path());
        for (Core operand : operands) {
            if (!(operand instanceof Core.Const(RegoValue key))) {
                return null;
            }
            path.add(key);
        }
        return switch (head) {
            case Place.Input i -> new Place.Input(path);
            case Place.Argument a -> new Place.Argument(a.slot(), path);
        };
    }
}
