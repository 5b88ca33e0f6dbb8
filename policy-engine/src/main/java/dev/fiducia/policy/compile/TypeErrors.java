package dev.fiducia.policy.compile;

import dev.fiducia.policy.Diagnostic;
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
    private static final String HERE = "OPA refuses this, the engine here does not look: ";
    private static final String ELSEWHERE =
            "OPA refuses this, the engines of Trustee and the Kata agent do not look: ";

    private final Diagnostics diagnostics;
    private final boolean warns;
    private final boolean looks;
    private final List<Diagnostic> differences = new ArrayList<>();
    private int reported;

    TypeErrors(Diagnostics diagnostics, Profile profile) {
        this(diagnostics, profile != Profile.OPA, true);
    }

    private TypeErrors(Diagnostics diagnostics, boolean warns, boolean looks) {
        this.diagnostics = diagnostics;
        this.warns = warns;
        this.looks = looks;
    }

    /// For places where no engine looks at types, OPA's neither: what cannot be there is still
    /// told.
    TypeErrors whereNoneLooks() {
        return new TypeErrors(diagnostics, true, false);
    }

    /// Whether some engine refuses what is reported.
    boolean looks() {
        return looks;
    }

    /// What one host refuses and others run.
    List<Diagnostic> differences() {
        return List.copyOf(differences);
    }

    /// How many were reported so far.
    int reported() {
        return reported;
    }

    private void report(String message, Position at) {
        reported++;
        if (!looks) {
            diagnostics.unchecked(message, at);
        } else if (warns) {
            Diagnostic warning = Diagnostic.warning("profile_type", HERE + message, at);
            diagnostics.addAll(List.of(warning));
            differences.add(warning);
        } else {
            diagnostics.type(message, at);
            differences.add(Diagnostic.warning("profile_type", ELSEWHERE + message, at));
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
