package dev.fiducia.policy.builtin;

import dev.fiducia.policy.crypto.Base64Text;
import dev.fiducia.policy.crypto.CryptoException;
import dev.fiducia.policy.value.RegoArray;
import dev.fiducia.policy.value.RegoBoolean;
import dev.fiducia.policy.value.RegoObject;
import dev.fiducia.policy.value.RegoSet;
import dev.fiducia.policy.value.RegoString;
import dev.fiducia.policy.value.RegoValue;

import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Function;

/// `base64`, `base64url`, `hex` and `urlquery`.
final class EncodingBuiltins {
    private EncodingBuiltins() {}

    static void declare(Catalogue catalogue) {
        encode(catalogue, "base64.encode", Base64.getEncoder()::encodeToString);
        encode(catalogue, "base64url.encode", Base64.getUrlEncoder()::encodeToString);
        encode(
                catalogue,
                "base64url.encode_no_pad",
                Base64.getUrlEncoder().withoutPadding()::encodeToString);
        encode(catalogue, "hex.encode", HexFormat.of()::formatHex);
        encode(catalogue, "urlquery.encode", Percent::encode);
        catalogue.add(
                "base64.decode",
                Kinds.STRING,
                (c, a) -> {
                    try {
                        var text = StringBuiltins.produced(c, a, 0);
                        return RegoString.ofBytes(Base64Text.decode(text));
                    } catch (CryptoException e) {
                        throw BuiltinException.failed(String.valueOf(e.getMessage()));
                    }
                });
        catalogue.add(
                "base64.is_valid",
                Kinds.STRING,
                (c, a) -> RegoBoolean.of(isBase64(StringBuiltins.produced(c, a, 0))));
        catalogue.add(
                "base64url.decode",
                Kinds.STRING,
                (c, a) -> {
                    try {
                        var text = StringBuiltins.produced(c, a, 0);
                        return RegoString.ofBytes(Base64Text.decodeUrl(text));
                    } catch (CryptoException e) {
                        throw BuiltinException.failed(String.valueOf(e.getMessage()));
                    }
                });
        catalogue.add("hex.decode", Kinds.STRING, (c, a) -> hex(StringBuiltins.produced(c, a, 0)));
        catalogue.add(
                "urlquery.decode",
                Kinds.STRING,
                (c, a) -> RegoString.ofBytes(Percent.decode(StringBuiltins.produced(c, a, 0))));
        catalogue.add("urlquery.encode_object", Kinds.OBJECT, (c, a) -> encodeObject(c, a));
        catalogue.add("urlquery.decode_object", Kinds.STRING, (c, a) -> decodeObject(c, a));
    }

    private static void encode(Catalogue catalogue, String name, Function<byte[], String> encoder) {
        catalogue.add(
                name,
                Kinds.STRING,
                (c, a) -> {
                    c.budget().output(Operands.string(a, 0).length() * 3L);
                    return RegoString.of(encoder.apply(Operands.bytes(a, 0)));
                });
    }

    private static boolean isBase64(String text) {
        try {
            Base64Text.decode(text);
            return true;
        } catch (CryptoException _) {
            return false;
        }
    }

    private static RegoValue hex(String text) throws BuiltinException {
        for (int i = 0; i < text.length(); i++) {
            if (!HexFormat.isHexDigit(text.charAt(i))) {
                throw BuiltinException.failed(
                        "encoding/hex: invalid byte: U+%04X".formatted(text.codePointAt(i)));
            }
        }
        if (text.length() % 2 != 0) {
            throw BuiltinException.failed("encoding/hex: odd length hex string");
        }
        return RegoString.ofBytes(HexFormat.of().parseHex(text));
    }

    private static RegoValue encodeObject(BuiltinContext context, RegoValue[] a)
            throws BuiltinException {
        var object = Operands.object(a, 0);
        var pairs = new ArrayList<String>();
        for (int i = 0; i < object.size(); i++) {
            var name = object.keyAt(i);
            var key = name instanceof RegoString string ? string : RegoString.of(name.toJson());
            var values =
                    switch (object.valueAt(i)) {
                        case RegoString string -> List.<RegoValue>of(string);
                        case RegoArray array -> array.elements();
                        case RegoSet set -> set.elements();
                        default -> throw badQueryValue();
                    };
            for (var value : values) {
                if (!(value instanceof RegoString string)) {
                    throw badQueryValue();
                }
                context.budget()
                        .output((key.value().length() + (long) string.value().length()) * 3);
                pairs.add(Percent.encode(key.bytes()) + "=" + Percent.encode(string.bytes()));
            }
        }
        return RegoString.of(String.join("&", pairs));
    }

    private static BuiltinException badQueryValue() {
        return BuiltinException.type(
                "operand 1 values must be string, array[string], or set[string]");
    }

    private static RegoValue decodeObject(BuiltinContext context, RegoValue[] a)
            throws BuiltinException {
        var text = StringBuiltins.produced(context, a, 0);
        var values = new LinkedHashMap<RegoString, RegoArray.Builder>();
        for (var pair : text.split("&", -1)) {
            if (pair.indexOf(';') >= 0) {
                throw BuiltinException.failed("invalid semicolon separator in query");
            }
            if (pair.isEmpty()) {
                continue;
            }
            context.budget().output(4);
            int equals = pair.indexOf('=');
            var key =
                    RegoString.ofBytes(
                            Percent.decode(equals < 0 ? pair : pair.substring(0, equals)));
            var value =
                    RegoString.ofBytes(
                            Percent.decode(equals < 0 ? "" : pair.substring(equals + 1)));
            values.computeIfAbsent(key, _ -> RegoArray.builder()).add(value);
        }
        var object = RegoObject.builder();
        values.forEach((key, list) -> object.put(key, list.build()));
        return object.build();
    }
}
