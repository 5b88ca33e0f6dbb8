package dev.fiducia.kbs.http;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// The header fields of a request, by name without regard to case, values in order of arrival.
public final class Headers {
    private static final Headers NONE = new Headers(Map.of());
    private final Map<String, List<String>> fields;

    private Headers(Map<String, List<String>> fields) {
        this.fields = fields;
    }

    public static Headers none() {
        return NONE;
    }

    public static Headers of(Iterable<Map.Entry<String, String>> entries) {
        Map<String, List<String>> fields = new HashMap<>();
        for (Map.Entry<String, String> entry : entries) {
            fields.computeIfAbsent(entry.getKey().toLowerCase(Locale.ROOT), _ -> new ArrayList<>())
                    .add(entry.getValue());
        }
        return new Headers(fields);
    }

    public Optional<String> first(String name) {
        return all(name).stream().findFirst();
    }

    public List<String> all(String name) {
        return fields.getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
    }

    /// The value of the first cookie of that name.
    public Optional<String> cookie(String name) {
        String prefix = name + "=";
        for (String header : all("cookie")) {
            for (String pair : header.split(";", -1)) {
                String trimmed = pair.strip();
                if (trimmed.startsWith(prefix)) {
                    return Optional.of(trimmed.substring(prefix.length()));
                }
            }
        }
        return Optional.empty();
    }

    /// The credential of `Authorization: Bearer …`; the scheme's case doesn't matter (RFC 9110,
    /// section 11.1).
    public Optional<String> bearer() {
        return first("authorization")
                .filter(value -> value.regionMatches(true, 0, "Bearer ", 0, 7))
                .map(value -> value.substring(7).strip())
                .filter(token -> !token.isEmpty());
    }

    /// Names only: values may be credentials.
    @Override
    public String toString() {
        return fields.keySet().toString();
    }
}
