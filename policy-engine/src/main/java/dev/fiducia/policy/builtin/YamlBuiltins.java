package dev.fiducia.policy.builtin;

import dev.fiducia.policy.value.JsonLimits;
import dev.fiducia.policy.value.RegoBoolean;
import dev.fiducia.policy.value.RegoJsonException;
import dev.fiducia.policy.value.RegoString;
import dev.fiducia.policy.value.RegoValue;
import dev.fiducia.policy.value.RegoYaml;

/// `yaml.*`.
final class YamlBuiltins {
    /// What reading a character of YAML costs, in steps.
    private static final int STEPS_PER_CHARACTER = 2;

    private YamlBuiltins() {}

    static void declare(Catalogue catalogue) {
        catalogue.add(
                "yaml.marshal",
                Kinds.ANY,
                (c, a) -> {
                    Weight.charge(c.budget(), a[0]);
                    return RegoString.of(RegoYaml.write(a[0]));
                });
        catalogue.add(
                "yaml.unmarshal",
                Kinds.STRING,
                (c, a) -> {
                    try {
                        return read(c, a);
                    } catch (RegoJsonException e) {
                        throw BuiltinException.unread("", e);
                    }
                });
        catalogue.add(
                "yaml.is_valid",
                Kinds.ANY,
                (c, a) -> {
                    if (!(a[0] instanceof RegoString)) {
                        return RegoBoolean.FALSE;
                    }
                    try {
                        read(c, a);
                        return RegoBoolean.TRUE;
                    } catch (RegoJsonException e) {
                        if (e.isLimit()) {
                            throw BuiltinException.unread("", e);
                        }
                        return RegoBoolean.FALSE;
                    }
                });
    }

    private static RegoValue read(BuiltinContext context, RegoValue[] a)
            throws BuiltinException, RegoJsonException {
        String text = StringBuiltins.produced(context, a, 0);
        context.budget().step((long) STEPS_PER_CHARACTER * text.length());
        return RegoYaml.parseLenient(text, JsonLimits.DEFAULT);
    }
}
