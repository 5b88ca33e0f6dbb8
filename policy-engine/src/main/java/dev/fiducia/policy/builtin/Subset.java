package dev.fiducia.policy.builtin;

import dev.fiducia.policy.value.RegoArray;
import dev.fiducia.policy.value.RegoObject;
import dev.fiducia.policy.value.RegoSet;
import dev.fiducia.policy.value.RegoValue;

import org.jspecify.annotations.Nullable;

/// What `object.subset` calls a part: keys and members by inclusion, at every depth of objects;
/// arrays as a run of neighbours.
final class Subset {
    private static final int COMPARED_IN_A_STEP = 64;

    private Subset() {}

    static boolean holds(Budget budget, RegoValue whole, RegoValue part) throws BuiltinException {
        return switch (whole) {
            case RegoObject a when part instanceof RegoObject b -> objects(budget, a, b);
            case RegoSet a when part instanceof RegoSet b -> sets(budget, a, b);
            case RegoArray a when part instanceof RegoArray b -> arrays(budget, a, b);
            case RegoArray a when part instanceof RegoSet b ->
                    sets(budget, RegoSet.copyOf(a.elements()), b);
            default ->
                    throw BuiltinException.failed(
                            "both arguments object.subset must be of the same type or array and set");
        };
    }

    private static boolean objects(Budget budget, RegoObject whole, RegoObject part)
            throws BuiltinException {
        for (var key : part.keys()) {
            budget.step(1);
            if (!inner(budget, whole.get(key), part.get(key))) {
                return false;
            }
        }
        return true;
    }

    private static boolean inner(Budget budget, @Nullable RegoValue whole, @Nullable RegoValue part)
            throws BuiltinException {
        if (whole == null || part == null) {
            return false;
        }
        return switch (whole) {
            case RegoObject a when part instanceof RegoObject b -> objects(budget, a, b);
            case RegoSet a when part instanceof RegoSet b -> sets(budget, a, b);
            case RegoArray a when part instanceof RegoArray b -> arrays(budget, a, b);
            default -> whole.equals(part);
        };
    }

    private static boolean sets(Budget budget, RegoSet whole, RegoSet part)
            throws BuiltinException {
        budget.step(part.size());
        for (var member : part) {
            if (!whole.contains(member)) {
                return false;
            }
        }
        return true;
    }

    private static boolean arrays(Budget budget, RegoArray whole, RegoArray part)
            throws BuiltinException {
        for (int start = 0; start + part.size() <= whole.size(); start++) {
            int matched = 0;
            while (matched < part.size() && whole.get(start + matched).equals(part.get(matched))) {
                budget.step(part.get(matched).weight() / COMPARED_IN_A_STEP);
                matched++;
            }
            budget.step(matched + 1);
            if (matched == part.size()) {
                return true;
            }
        }
        return false;
    }
}
