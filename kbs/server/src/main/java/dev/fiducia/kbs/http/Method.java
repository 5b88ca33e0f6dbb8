package dev.fiducia.kbs.http;

import java.util.Optional;

/// The methods that the service serves. Everything else, HEAD included, is answered with 405.
public enum Method {
    GET,
    POST,
    PUT,
    DELETE;

    /// The method of a request line; names are case-sensitive (RFC 9110, section 9.1).
    public static Optional<Method> of(String name) {
        return switch (name) {
            case "GET" -> Optional.of(GET);
            case "POST" -> Optional.of(POST);
            case "PUT" -> Optional.of(PUT);
            case "DELETE" -> Optional.of(DELETE);
            case String _ -> Optional.empty();
        };
    }
}
