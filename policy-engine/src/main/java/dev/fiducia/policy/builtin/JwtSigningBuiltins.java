package dev.fiducia.policy.builtin;

import dev.fiducia.policy.crypto.CryptoException;
import dev.fiducia.policy.crypto.JwsAlgorithm;
import dev.fiducia.policy.crypto.SignedToken;
import dev.fiducia.policy.value.RegoJson;
import dev.fiducia.policy.value.RegoJsonException;
import dev.fiducia.policy.value.RegoObject;
import dev.fiducia.policy.value.RegoString;
import dev.fiducia.policy.value.RegoValue;

/// `io.jwt.encode_sign` and `io.jwt.encode_sign_raw`. Signing draws no randomness.
final class JwtSigningBuiltins {
    private JwtSigningBuiltins() {}

    static void declare(Catalogue catalogue) {
        catalogue.add(
                "io.jwt.encode_sign",
                Kinds.OBJECT,
                Kinds.OBJECT,
                Kinds.OBJECT,
                (c, a) -> {
                    for (int i = 0; i < a.length; i++) {
                        Weight.charge(c.budget(), Operands.object(a, i));
                    }
                    return sign(
                            c,
                            RegoString.of(RegoJson.writeEscapingHtml(a[0])),
                            RegoString.of(RegoJson.writeEscapingHtml(a[1])),
                            RegoJson.write(a[2]));
                });
        catalogue.add(
                "io.jwt.encode_sign_raw",
                Kinds.STRING,
                Kinds.STRING,
                Kinds.STRING,
                (c, a) -> {
                    String key = StringBuiltins.produced(c, a, 2);
                    String header = StringBuiltins.produced(c, a, 0);
                    String payload = StringBuiltins.produced(c, a, 1);
                    return sign(c, RegoString.of(header), RegoString.of(payload), key);
                });
    }

    private static RegoValue sign(
            BuiltinContext context, RegoString header, RegoString payload, String jwk)
            throws BuiltinException {
        context.budget().step(JwsAlgorithm.SIGNATURE_STEPS);
        context.budget().output(2L * (header.value().length() + payload.value().length()));
        try {
            var key = SignedToken.Key.parse(jwk);
            var fields = fields(header.value());
            var algorithm = algorithm(fields);
            boolean isJwt =
                    !(fields.get("typ") instanceof RegoString type) || type.value().equals("JWT");
            if (isJwt && !isJson(payload.value())) {
                throw BuiltinException.failed("type is JWT but payload is not JSON");
            }
            return RegoString.of(SignedToken.sign(algorithm, key, header.bytes(), payload.bytes()));
        } catch (CryptoException e) {
            throw BuiltinException.unread("", e);
        }
    }

    private static JwsAlgorithm algorithm(RegoObject fields) throws BuiltinException {
        String name =
                switch (fields.get("alg")) {
                    case null -> throw badHeader("jwsbb: header \"alg\" not found");
                    case RegoString string -> string.value();
                    case RegoValue _ ->
                            throw badHeader("jwsbb: header \"alg\" is not of the expected type");
                };
        var algorithm = JwsAlgorithm.named(name);
        if (algorithm == null) {
            throw BuiltinException.failed("unknown JWS algorithm: " + name);
        }
        return algorithm;
    }

    /// OPA's parser takes anything made of the characters of a number for one.
    private static RegoObject fields(String header) throws BuiltinException {
        if (header.isBlank()) {
            throw badHeader("cannot parse JSON: cannot parse empty string; unparsed tail: \"\"");
        }
        try {
            return RegoJson.parseLenient(header) instanceof RegoObject object
                    ? object
                    : RegoObject.EMPTY;
        } catch (RegoJsonException e) {
            if (header.strip().matches("[-+.eE0-9]+")) {
                return RegoObject.EMPTY;
            }
            if (e.isLimit()) {
                throw BuiltinException.unread("header: ", e);
            }
            throw badHeader("cannot parse JSON: " + e.getMessage());
        }
    }

    private static BuiltinException badHeader(String why) {
        return BuiltinException.failed("missing or invalid 'alg' header: " + why);
    }

    private static boolean isJson(String text) throws BuiltinException {
        try {
            RegoJson.parseLenient(text);
            return true;
        } catch (RegoJsonException e) {
            if (e.isLimit()) {
                throw BuiltinException.unread("payload: ", e);
            }
            return false;
        }
    }
}
