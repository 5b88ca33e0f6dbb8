package dev.fiducia.policy.builtin;

import dev.fiducia.policy.crypto.Base64Text;
import dev.fiducia.policy.crypto.CryptoException;
import dev.fiducia.policy.value.RegoArray;
import dev.fiducia.policy.value.RegoJson;
import dev.fiducia.policy.value.RegoJsonException;
import dev.fiducia.policy.value.RegoObject;
import dev.fiducia.policy.value.RegoString;
import dev.fiducia.policy.value.RegoValue;

import java.util.HashSet;
import java.util.Set;

/// The three parts of a token in compact form, each still encoded.
record JwtToken(String header, String payload, String signature) {
    /// What of a header matters to verification.
    ///
    /// @param valid whether it names an algorithm and nothing critical that is unknown
    record Header(String algorithm, String keyId, String contentType, boolean valid) {}

    private static final Set<String> KNOWN = Set.of("alg", "kid", "typ", "cty", "crit");

    static JwtToken split(String text) throws BuiltinException {
        if (text.indexOf('.') < 0) {
            throw BuiltinException.failed("encoded JWT had no period separators");
        }
        String[] parts = text.split("\\.", -1);
        if (parts.length != 3) {
            throw BuiltinException.failed(
                    "encoded JWT must have 3 sections, found " + parts.length);
        }
        return new JwtToken(parts[0], parts[1], parts[2]);
    }

    /// What the signature is over.
    byte[] signedText() {
        return RegoString.of(header + "." + payload).bytes();
    }

    byte[] signatureBytes() throws BuiltinException {
        return decoded("", signature);
    }

    byte[] signatureOfDecoding() throws BuiltinException {
        return decoded("JWT signature had invalid encoding: ", signature);
    }

    RegoString payloadText() throws BuiltinException {
        return RegoString.ofBytes(decoded("JWT payload had invalid encoding: ", payload));
    }

    RegoObject headerObject() throws BuiltinException {
        var text = RegoString.ofBytes(decoded("JWT header had invalid encoding: ", header));
        var object = object("bad JWT header: ", text.value());
        if (object.get("enc") != null) {
            throw BuiltinException.failed("JWT is a JWE object, which is not supported");
        }
        return object;
    }

    private static byte[] decoded(String prefix, String part) throws BuiltinException {
        try {
            return Base64Text.decodeUrl(part);
        } catch (CryptoException e) {
            throw BuiltinException.unread(prefix, e);
        }
    }

    /// Of duplicate keys the last one counts.
    static RegoObject object(String prefix, String json) throws BuiltinException {
        RegoValue value;
        try {
            value = RegoJson.parseLenient(json);
        } catch (RegoJsonException e) {
            throw BuiltinException.unread(prefix + "invalid JSON: ", e);
        }
        if (!(value instanceof RegoObject object)) {
            throw BuiltinException.failed(prefix + "decoded JSON type was not an Object");
        }
        return object;
    }

    static Header header(RegoObject object) throws BuiltinException {
        var critical = new HashSet<String>();
        switch (object.get("crit")) {
            case null -> {}
            case RegoArray list -> {
                for (var name : list) {
                    if (name instanceof RegoString string) {
                        critical.add(string.value());
                    }
                }
                if (critical.isEmpty()) {
                    throw BuiltinException.failed("crit: must be a nonempty list");
                }
            }
            case RegoValue _ -> throw BuiltinException.failed("crit: must be a list");
        }
        text(object, "typ");
        String algorithm = text(object, "alg");
        critical.removeAll(KNOWN);
        boolean unknown = critical.stream().anyMatch(name -> object.get(name) != null);
        return new Header(
                algorithm,
                text(object, "kid"),
                text(object, "cty"),
                !algorithm.isEmpty() && !unknown);
    }

    private static String text(RegoObject object, String name) throws BuiltinException {
        return switch (object.get(name)) {
            case null -> "";
            case RegoString string -> string.value();
            case RegoValue _ -> throw BuiltinException.failed(name + ": must be a string");
        };
    }
}
