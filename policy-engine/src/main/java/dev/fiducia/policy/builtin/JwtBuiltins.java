package dev.fiducia.policy.builtin;

import dev.fiducia.policy.crypto.JwsAlgorithm;
import dev.fiducia.policy.value.RegoArray;
import dev.fiducia.policy.value.RegoBoolean;
import dev.fiducia.policy.value.RegoObject;
import dev.fiducia.policy.value.RegoString;
import dev.fiducia.policy.value.RegoValue;

import java.util.HexFormat;
import java.util.Locale;

/// `io.jwt.decode`, `io.jwt.decode_verify` and `io.jwt.verify_*`.
final class JwtBuiltins {
    private static final RegoValue UNVERIFIED =
            RegoArray.of(RegoBoolean.FALSE, RegoObject.EMPTY, RegoObject.EMPTY);

    /// What reading a key costs, in steps a character.
    private static final long KEY_STEPS = 64;

    private JwtBuiltins() {}

    static void declare(Catalogue catalogue) {
        catalogue.add(
                "io.jwt.decode",
                Kinds.STRING,
                (c, a) -> decode(c, StringBuiltins.produced(c, a, 0)));
        catalogue.add(
                "io.jwt.decode_verify",
                Kinds.STRING,
                Kinds.OBJECT,
                (c, a) -> {
                    var options = Operands.object(a, 1);
                    Weight.charge(c.budget(), options);
                    if (options.get("cert") instanceof RegoString key) {
                        c.budget().step(KEY_STEPS * key.value().length());
                    }
                    return decodeVerify(
                            c, StringBuiltins.produced(c, a, 0), JwtConstraints.of(c, options));
                });
        for (var algorithm : JwsAlgorithm.values()) {
            String name = "io.jwt.verify_" + algorithm.name().toLowerCase(Locale.ROOT);
            boolean shared = algorithm.name().startsWith("HS");
            catalogue.add(
                    name,
                    Kinds.STRING,
                    Kinds.STRING,
                    (c, a) ->
                            RegoBoolean.of(
                                    shared
                                            ? verifySecret(c, algorithm, a)
                                            : verify(c, algorithm, a)));
        }
    }

    private static RegoValue decode(BuiltinContext context, String text) throws BuiltinException {
        var token = JwtToken.split(text);
        var header = token.headerObject();
        var payload = token.payloadText();
        switch (header.get("cty")) {
            case null -> {}
            case RegoString type when type.value().equals("JWT") -> {
                context.budget().output(payload.value().length());
                return decode(context, trimmed(payload.value()));
            }
            case RegoString _ -> {}
            case RegoValue _ -> throw BuiltinException.failed("cty: must be a string");
        }
        var claims = JwtToken.object("", payload.value());
        var signature = HexFormat.of().formatHex(token.signatureOfDecoding());
        return RegoArray.of(header, claims, RegoString.of(signature));
    }

    /// A nested token may stand in quotes.
    private static String trimmed(String text) {
        int from = 0;
        int to = text.length();
        while (from < to && isQuote(text.charAt(from))) {
            from++;
        }
        while (to > from && isQuote(text.charAt(to - 1))) {
            to--;
        }
        return text.substring(from, to);
    }

    private static boolean isQuote(char c) {
        return c == '"' || c == '\'';
    }

    private static boolean verifySecret(
            BuiltinContext context, JwsAlgorithm algorithm, RegoValue[] a) throws BuiltinException {
        String text = StringBuiltins.produced(context, a, 0);
        byte[] secret = Operands.bytes(a, 1);
        context.budget().step(text.length() + (long) secret.length);
        var token = JwtToken.split(text);
        return algorithm.verifies(secret, token.signedText(), token.signatureBytes());
    }

    private static boolean verify(BuiltinContext context, JwsAlgorithm algorithm, RegoValue[] a)
            throws BuiltinException {
        var token = JwtToken.split(StringBuiltins.produced(context, a, 0));
        String key = Operands.string(a, 1);
        context.budget().step(KEY_STEPS * key.length());
        var keys = JwtConstraints.keys(key);
        byte[] signature = token.signatureBytes();
        var header = JwtToken.header(token.headerObject());
        return JwtConstraints.anyVerifies(context, keys, algorithm, token, header, signature);
    }

    private static RegoValue decodeVerify(
            BuiltinContext context, String text, JwtConstraints constraints)
            throws BuiltinException {
        String left = text;
        while (true) {
            var token = JwtToken.split(left);
            var object = token.headerObject();
            var header = JwtToken.header(object);
            boolean expected =
                    constraints.algorithm().isEmpty()
                            || constraints.algorithm().equals(header.algorithm());
            if (!header.valid() || !expected || !constraints.trusts(context, token, header)) {
                return UNVERIFIED;
            }
            var payload = token.payloadText();
            if (header.contentType().equalsIgnoreCase("JWT")) {
                context.budget().output(payload.value().length());
                left = payload.value();
                continue;
            }
            var claims = JwtToken.object("", payload.value());
            return constraints.accepts(claims)
                    ? RegoArray.of(RegoBoolean.TRUE, object, claims)
                    : UNVERIFIED;
        }
    }
}
