package dev.fiducia.policy.builtin;

import dev.fiducia.policy.crypto.CryptoException;
import dev.fiducia.policy.crypto.JwsAlgorithm;
import dev.fiducia.policy.crypto.VerificationKey;
import dev.fiducia.policy.value.RegoArray;
import dev.fiducia.policy.value.RegoNumber;
import dev.fiducia.policy.value.RegoObject;
import dev.fiducia.policy.value.RegoString;
import dev.fiducia.policy.value.RegoValue;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;

/// What `io.jwt.decode_verify` asks of a token.
///
/// @param keys null where the secret is the key
/// @param seconds the time that the token has to be valid at
@SuppressWarnings("ArrayRecordComponent") // a carrier of one call, never compared
record JwtConstraints(
        @Nullable List<VerificationKey> keys,
        byte[] secret,
        String algorithm,
        String issuer,
        String audience,
        BigDecimal seconds) {
    private static final double NANOS = 1e9;

    static JwtConstraints of(BuiltinContext context, RegoObject options) throws BuiltinException {
        List<VerificationKey> keys = null;
        byte[] secret = new byte[0];
        String algorithm = "";
        String issuer = "";
        String audience = "";
        var now = context.now();
        double time = (double) now.getEpochSecond() * NANOS + now.getNano();
        for (int i = 0; i < options.size(); i++) {
            var key = options.keyAt(i);
            var value = options.valueAt(i);
            String name = key instanceof RegoString string ? string.value() : key.toString();
            switch (name) {
                case "cert" -> keys = keys(text(name, value).value());
                case "secret" -> secret = text(name, value).bytes();
                case "alg" -> algorithm = text(name, value).value();
                case "iss" -> issuer = text(name, value).value();
                case "aud" -> audience = text(name, value).value();
                case "time" -> time = time(value);
                default ->
                        throw BuiltinException.failed(
                                "unknown token validation constraint: " + name);
            }
        }
        if (keys != null && secret.length > 0) {
            throw BuiltinException.failed("duplicate key constraints");
        }
        if (keys == null && secret.length == 0) {
            throw BuiltinException.failed("no key constraint");
        }
        var seconds = new BigDecimal(Double.toString(time / NANOS));
        return new JwtConstraints(keys, secret, algorithm, issuer, audience, seconds);
    }

    private static RegoString text(String name, RegoValue value) throws BuiltinException {
        if (value instanceof RegoString string) {
            return string;
        }
        throw BuiltinException.failed(name + " constraint: must be a string");
    }

    private static double time(RegoValue value) throws BuiltinException {
        if (!(value instanceof RegoNumber number)) {
            throw BuiltinException.failed("token time constraint: must be a number");
        }
        double time = number.doubleValue();
        if (!Double.isFinite(time)) {
            throw BuiltinException.failed("token time constraint: unvalid float64");
        }
        if (time < 0) {
            throw BuiltinException.failed("token time constraint: must not be negative");
        }
        return time;
    }

    static List<VerificationKey> keys(String text) throws BuiltinException {
        try {
            return VerificationKey.parse(text);
        } catch (CryptoException e) {
            throw BuiltinException.unread("", e);
        }
    }

    /// Whether the signature is by one of the keys, with the algorithm that the header names.
    boolean trusts(BuiltinContext context, JwtToken token, JwtToken.Header header)
            throws BuiltinException {
        byte[] signature = token.signatureBytes();
        var named = JwsAlgorithm.named(header.algorithm());
        if (named == null) {
            return false;
        }
        return keys == null
                ? named.verifies(secret, token.signedText(), signature)
                : anyVerifies(context, keys, named, token, header, signature);
    }

    /// A key that the token names is the only one to count; else all keys for the algorithm.
    static boolean anyVerifies(
            BuiltinContext context,
            List<VerificationKey> keys,
            JwsAlgorithm algorithm,
            JwtToken token,
            JwtToken.Header header,
            byte[] signature)
            throws BuiltinException {
        byte[] text = token.signedText();
        if (!header.keyId().isEmpty()) {
            for (var key : keys) {
                if (key.id().equals(header.keyId())) {
                    context.budget().step(JwsAlgorithm.VERIFICATION_STEPS);
                    return algorithm.verifies(key.key(), text, signature);
                }
            }
        }
        for (var key : keys) {
            if (key.algorithm().isEmpty() || key.algorithm().equals(header.algorithm())) {
                context.budget().step(JwsAlgorithm.VERIFICATION_STEPS);
                if (algorithm.verifies(key.key(), text, signature)) {
                    return true;
                }
            }
        }
        return false;
    }

    /// Whether issuer, audience and times are as asked.
    boolean accepts(RegoObject payload) throws BuiltinException {
        boolean issued =
                issuer.isEmpty() || Objects.equals(payload.get("iss"), RegoString.of(issuer));
        if (!issued || !isAudience(payload.get("aud"))) {
            return false;
        }
        var expiry = seconds(payload, "exp");
        if (expiry != null && seconds.compareTo(expiry) >= 0) {
            return false;
        }
        var notBefore = seconds(payload, "nbf");
        return notBefore == null || seconds.compareTo(notBefore) >= 0;
    }

    private boolean isAudience(@Nullable RegoValue claimed) {
        return switch (claimed) {
            case null -> audience.isEmpty();
            case RegoString one -> one.value().equals(audience);
            case RegoArray several -> several.elements().contains(RegoString.of(audience));
            case RegoValue _ -> false;
        };
    }

    private static @Nullable BigDecimal seconds(RegoObject payload, String claim)
            throws BuiltinException {
        return switch (payload.get(claim)) {
            case null -> null;
            case RegoNumber number -> number.toBigDecimal();
            case RegoValue _ -> throw BuiltinException.failed(claim + " value must be a number");
        };
    }
}
