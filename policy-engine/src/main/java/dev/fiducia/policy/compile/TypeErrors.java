package dev.fiducia.policy.compile;

import dev.fiducia.policy.Position;
import dev.fiducia.policy.Profile;
import dev.fiducia.policy.check.Signature;
import dev.fiducia.policy.check.Type;
import dev.fiducia.policy.check.Types;
import dev.fiducia.policy.value.RegoValue;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Says what does not fit, in OPA's words. Hosts whose engines check no types run such policies, so
/// that there it is a warning.
final class TypeErrors {
    private final Diagnostics diagnostics;
    private final boolean warns;
    private int reported;

    TypeErrors(Diagnostics diagnostics, Profile profile) {
        this.diagnostics = diagnostics;
        this.warns = profile != Profile.OPA;
    }

    /// How many were reported so far.
    int reported() {
        return reported;
    }

    private void report(String message, Position at) {
        reported++;
        if (warns) {
            diagnostics.typeWarning(
                    "OPA refuses this, the engine here does not look: " + message, at);
        } else {
            diagnostics.type(message, at);
        }
    }

    void match(Type left, Type right, Position at) {
        report("match error\n\tleft  : " + left + "\n\tright : " + right, at);
    }

    void arguments(Signature signature, List<Type> have, Position at) {
        report(
                signature.name()
                        + ": invalid argument(s)\n\thave: "
                        + have.stream()
                                .map(Type::toString)
                                .collect(Collectors.joining(", ", "(", ")"))
                        + "\n\twant: "
                        + signature.wanted(),
                at);
    }

    void functionAsValue(Core.Ref ref) {
        String text = RefText.of(ref, ref.operands().size());
        report("function " + text + " used as reference, not called", ref.at());
    }

    /// A value that has no elements is referred into.
    void noElements(Core.Ref ref, int operand, Type have) {
        String text = RefText.of(ref, ref.operands().size());
        report(
                "undefined ref: "
                        + text
                        + "\n\t"
                        + text
                        + "\n\t"
                        + "^".repeat(RefText.of(ref, operand).length())
                        + "\n\thave: "
                        + have,
                ref.at());
    }

    /// A key that the value cannot have.
    void noKey(Core.Ref ref, int operand, Type have, Type of, Type keys) {
        String text = RefText.of(ref, ref.operands().size());
        String pad = " ".repeat(RefText.of(ref, operand).length() + 1);
        Core key = ref.operands().get(operand);
        List<String> oneOf = new ArrayList<>();
        known(of).forEach(one -> oneOf.add(one.toString()));
        report(
                "undefined ref: "
                        + text
                        + "\n\t"
                        + text
                        + "\n\t"
                        + pad
                        + "^\n\t"
                        + pad
                        + (key instanceof Core.Const
                                ? "have: " + RefText.operand(key)
                                : "have (type): " + have)
                        + "\n\t"
                        + pad
                        + (oneOf.isEmpty()
                                ? "want (type): " + keys
                                : "want (one of): [" + String.join(" ", oneOf) + "]"),
                ref.at());
    }

    private static Set<RegoValue> known(Type type) {
        Set<RegoValue> keys = new TreeSet<>();
        switch (type) {
            case Type.ObjectOf object -> keys.addAll(object.known().keySet());
            case Type.Any any -> any.alternatives().forEach(one -> keys.addAll(known(one)));
            case Type.Scalar _, Type.ArrayOf _, Type.SetOf _ -> {}
        }
        return keys;
    }

    /// Whether it is certain that no value has both types.
    static boolean clash(Type a, Type b) {
        return !Types.unify(a, b);
    }
}
