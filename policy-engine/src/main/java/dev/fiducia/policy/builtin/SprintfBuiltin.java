package dev.fiducia.policy.builtin;

import dev.fiducia.policy.value.RegoString;

import java.util.ArrayList;

/// `sprintf`.
final class SprintfBuiltin {
    private SprintfBuiltin() {}

    static void declare(Catalogue catalogue) {
        catalogue.add(
                "sprintf",
                Kinds.STRING,
                Kinds.ARRAY,
                (c, a) -> {
                    var format = Operands.string(a, 0);
                    var arguments = new ArrayList<Object>();
                    for (var argument : Operands.array(a, 1)) {
                        arguments.add(GoFormat.argument(argument));
                    }
                    return RegoString.of(GoFormat.format(c.budget(), format, arguments));
                });
    }
}
