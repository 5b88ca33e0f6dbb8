package dev.fiducia.policy.builtin;

import dev.fiducia.policy.value.RegoBoolean;
import dev.fiducia.policy.value.RegoJson;
import dev.fiducia.policy.value.RegoJsonException;
import dev.fiducia.policy.value.RegoObject;
import dev.fiducia.policy.value.RegoString;
import dev.fiducia.policy.value.RegoValue;

/// `json.*`.
final class JsonBuiltins {
    private JsonBuiltins() {}

    static void declare(Catalogue catalogue) {
        catalogue.add(
                "json.marshal",
                Kinds.ANY,
                (c, a) -> {
                    Weight.charge(c.budget(), a[0]);
                    return RegoString.of(RegoJson.writeEscapingHtml(a[0]));
                });
        catalogue.add(
                "json.marshal_with_options", Kinds.ANY, Kinds.OBJECT, (c, a) -> withOptions(c, a));
        catalogue.add(
                "json.unmarshal",
                Kinds.STRING,
                (c, a) -> {
                    try {
                        return RegoJson.parseLenient(StringBuiltins.produced(c, a, 0));
                    } catch (RegoJsonException e) {
                        throw BuiltinException.unread("", e);
                    }
                });
        catalogue.add("json.is_valid", Kinds.ANY, (c, a) -> RegoBoolean.of(isValid(c, a)));
        catalogue.add(
                "json.filter",
                Kinds.OBJECT,
                Kinds.ARRAY_OR_SET,
                (c, a) -> {
                    var object = Operands.object(a, 0);
                    var paths = JsonPaths.of(c.budget(), a);
                    return JsonPaths.filter(c.budget(), object, paths);
                });
        catalogue.add(
                "json.remove",
                Kinds.OBJECT,
                Kinds.ARRAY_OR_SET,
                (c, a) -> {
                    var object = Operands.object(a, 0);
                    var paths = JsonPaths.of(c.budget(), a);
                    return JsonPaths.remove(c.budget(), object, paths);
                });
        catalogue.add(
                "json.patch", Kinds.ANY, Kinds.ARRAY, (c, a) -> JsonPatch.apply(c.budget(), a));
    }

    private static boolean isValid(BuiltinContext context, RegoValue[] a) throws BuiltinException {
        if (!(a[0] instanceof RegoString)) {
            return false;
        }
        try {
            RegoJson.parseLenient(StringBuiltins.produced(context, a, 0));
            return true;
        } catch (RegoJsonException e) {
            if (e.isLimit()) {
                throw BuiltinException.unread("", e);
            }
            return false;
        }
    }

    private static RegoValue withOptions(BuiltinContext context, RegoValue[] a)
            throws BuiltinException {
        var options = Operands.object(a, 1);
        for (var key : options.keys()) {
            if (!(key instanceof RegoString name)) {
                throw BuiltinException.type("operand 2 object key must be string");
            }
            switch (name.value()) {
                case "pretty", "indent", "prefix" -> {}
                default ->
                        throw BuiltinException.type(
                                "operand 2 object contained unknown key " + name);
            }
        }
        boolean shaped = options.get("indent") != null || options.get("prefix") != null;
        boolean pretty =
                switch (options.get("pretty")) {
                    case null -> shaped;
                    case RegoBoolean bool -> bool.value();
                    case RegoValue _ ->
                            throw BuiltinException.type(
                                    "operand 2 key \"pretty\" failed cast to bool");
                };
        String indent = text(options, "indent", "\t");
        String prefix = text(options, "prefix", "");
        if (!pretty) {
            Weight.charge(context.budget(), a[0]);
            return RegoString.of(RegoJson.writeEscapingHtml(a[0]));
        }
        return RegoString.of(PrettyJson.of(context.budget(), a[0], prefix, indent));
    }

    private static String text(RegoObject options, String name, String usual)
            throws BuiltinException {
        return switch (options.get(name)) {
            case null -> usual;
            case RegoString string -> string.value();
            case RegoValue _ ->
                    throw BuiltinException.type("operand 2 key \"" + name + "\" must be string");
        };
    }
}
