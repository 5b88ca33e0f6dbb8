package dev.fiducia.policy.builtin;

import dev.fiducia.policy.value.RegoArray;
import dev.fiducia.policy.value.RegoJson;
import dev.fiducia.policy.value.RegoJsonException;
import dev.fiducia.policy.value.RegoObject;
import dev.fiducia.policy.value.RegoValue;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/// Calls of built-ins with arguments as one JSON array.
final class Calls {
    private static final Builtins ALL =
            Builtins.of(BuiltinSet.OPA, Set.of(HostPower.RANDOM, HostPower.RUNTIME));

    private Calls() {}

    static BuiltinContext context() {
        return new BuiltinContext(
                InstantSource.fixed(Instant.parse("2026-01-02T03:04:05.000000006Z")),
                Budget.of(20_000_000, 2_000_000),
                new HostSeams(
                        Optional.of(new Random(1)),
                        RegoObject.EMPTY,
                        Optional.empty(),
                        Optional.empty()));
    }

    /// The result as JSON, or `undefined`.
    static String call(String name, String arguments) throws BuiltinException {
        return call(context(), name, parse(arguments).elements().toArray(new RegoValue[0]));
    }

    static String call(BuiltinContext context, String name, RegoValue... arguments)
            throws BuiltinException {
        var builtin = Objects.requireNonNull(ALL.find(name), name);
        var value = builtin.call(context, arguments);
        return value == null ? "undefined" : value.toJson();
    }

    static RegoArray parse(String json) {
        try {
            return (RegoArray) RegoJson.parse(json);
        } catch (RegoJsonException e) {
            throw new AssertionError(json, e);
        }
    }
}
