package dev.fiducia.kbs.http;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The target of a request line, split into its raw path and query.
record RequestTarget(String path, Optional<String> query) {

    /// Scheme and authority; the latter ends before a path, a query or a fragment.
    private static final Pattern ABSOLUTE =
            Pattern.compile("https?://[^/?#]+", Pattern.CASE_INSENSITIVE);

    /// Accepts the origin form, and the absolute form by dropping scheme and authority (RFC 9112,
    /// section 3.2.2).
    static Optional<RequestTarget> parse(String target) {
        String origin = target;
        if (!target.startsWith("/")) {
            Matcher absolute = ABSOLUTE.matcher(target);
            if (!absolute.lookingAt()) {
                return Optional.empty();
            }
            String rest = target.substring(absolute.end());
            origin = rest.startsWith("/") ? rest : "/" + rest;
        }
        if (origin.indexOf('#') >= 0) {
            return Optional.empty();
        }
        int mark = origin.indexOf('?');
        return Optional.of(
                mark < 0
                        ? new RequestTarget(origin, Optional.empty())
                        : new RequestTarget(
                                origin.substring(0, mark),
                                Optional.of(origin.substring(mark + 1))));
    }

    /// The query as a form: the last of several with one name counts. Empty when an escape is
    /// malformed.
    Optional<Map<String, String>> parameters() {
        Map<String, String> values = new HashMap<>();
        for (String pair : query.orElse("").split("&", -1)) {
            if (pair.isEmpty()) {
                continue;
            }
            int equals = pair.indexOf('=');
            Optional<String> name =
                    RequestPath.decode(equals < 0 ? pair : pair.substring(0, equals), true);
            Optional<String> value =
                    RequestPath.decode(equals < 0 ? "" : pair.substring(equals + 1), true);
            if (name.isEmpty() || value.isEmpty()) {
                return Optional.empty();
            }
            values.put(name.get(), value.get());
        }
        return Optional.of(values);
    }
}
