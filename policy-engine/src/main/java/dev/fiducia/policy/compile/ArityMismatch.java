package dev.fiducia.policy.compile;

import dev.fiducia.policy.check.Signature;
import dev.fiducia.policy.check.Signatures;
import dev.fiducia.policy.check.Type;
import dev.fiducia.policy.check.Types;

import java.util.List;
import java.util.stream.Collectors;

/// How a call with too few or too many arguments is refused: with the types, where they are known.
final class ArityMismatch {
    private ArityMismatch() {}

    static String text(Callee callee, List<Core> arguments) {
        Signature signature =
                callee instanceof Callee.OfBuiltin ? Signatures.of(callee.name()) : null;
        if (signature == null) {
            int given = arguments.size();
            return "function "
                    + callee.name()
                    + " has arity "
                    + callee.arity()
                    + ", got "
                    + given
                    + (given == 1 ? " argument" : " arguments");
        }
        return callee.name()
                + ": arity mismatch\n\thave: "
                + arguments.stream()
                        .map(argument -> type(argument).toString())
                        .collect(Collectors.joining(", ", "(", ")"))
                + "\n\twant: "
                + signature.wanted();
    }

    private static Type type(Core term) {
        return switch (term) {
            case Core.Const c -> Types.of(c.value());
            case Core.Array a -> Types.array(a.items().stream().map(ArityMismatch::type).toList());
            case Core.SetOf s -> Types.set(s.items().stream().map(ArityMismatch::type).toList());
            case Core.Template _ -> Type.Scalar.STRING;
            case Core.Input _, Core.Data _ -> Type.ANY;
            case Core.Ref r when r.head() instanceof Core.Input || r.head() instanceof Core.Data ->
                    Type.ANY;
            case Core.Ref _, Core.Obj _, Core.Local _, Core.Call _, Core.Comp _ ->
                    Type.Scalar.UNKNOWN;
        };
    }
}
