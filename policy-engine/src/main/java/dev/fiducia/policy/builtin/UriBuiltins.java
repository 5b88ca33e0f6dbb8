package dev.fiducia.policy.builtin;

import dev.fiducia.policy.text.GoUrl;
import dev.fiducia.policy.text.UrlRefused;
import dev.fiducia.policy.value.RegoBoolean;
import dev.fiducia.policy.value.RegoObject;
import dev.fiducia.policy.value.RegoString;
import dev.fiducia.policy.value.RegoValue;

import java.nio.charset.StandardCharsets;

/// `uri.*`, with the parts that Go's `net/url` sees; a part that is empty is left out.
final class UriBuiltins {
    private UriBuiltins() {}

    static void declare(Catalogue catalogue) {
        catalogue.add("uri.parse", Kinds.STRING, (c, a) -> parse(c, a));
        catalogue.add(
                "uri.is_valid",
                Kinds.ANY,
                (c, a) -> {
                    if (!(a[0] instanceof RegoString string) || string.value().isEmpty()) {
                        return RegoBoolean.FALSE;
                    }
                    c.budget().step(string.value().length());
                    return RegoBoolean.of(GoUrl.isValid(bytewise(string.bytes()), false));
                });
    }

    private static RegoValue parse(BuiltinContext context, RegoValue[] a) throws BuiltinException {
        StringBuiltins.produced(context, a, 0);
        GoUrl url;
        try {
            url = GoUrl.parse(bytewise(Operands.bytes(a, 0)));
        } catch (UrlRefused e) {
            throw BuiltinException.failed(text(String.valueOf(e.getMessage())).value());
        }
        var parts = RegoObject.builder();
        put(parts, "scheme", url.scheme());
        put(parts, "hostname", url.hostname());
        put(parts, "port", url.port());
        put(parts, "path", url.path());
        put(parts, "raw_path", url.writtenPath());
        put(parts, "raw_query", url.rawQuery());
        put(parts, "fragment", url.fragment());
        return parts.build();
    }

    private static void put(RegoObject.Builder parts, String name, String bytewise) {
        if (!bytewise.isEmpty()) {
            parts.put(name, text(bytewise));
        }
    }

    private static String bytewise(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private static RegoString text(String bytewise) {
        return RegoString.ofBytes(bytewise.getBytes(StandardCharsets.ISO_8859_1));
    }
}
