package dev.fiducia.policy.builtin;

/// `rego.metadata.*`: constants in rules, so that only a query's own call comes here.
final class RegoBuiltins {
    private RegoBuiltins() {}

    static void declare(Catalogue catalogue) {
        for (String name : new String[] {"rego.metadata.chain", "rego.metadata.rule"}) {
            catalogue.add(
                    name,
                    (_, _) -> {
                        throw BuiltinException.failed(
                                "the "
                                        + name
                                        + " function must only be called within the scope of a"
                                        + " rule");
                    });
        }
    }
}
