package dev.fiducia.kbs.http;

import com.fasterxml.jackson.databind.JsonNode;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/// An answer: status, header fields, body.
public final class Response {
    private static final byte[] EMPTY = {};
    private final int status;
    private final Map<String, String> headers;
    private final byte[] body;

    private Response(int status, Map<String, String> headers, byte[] body) {
        this.status = status;
        this.headers = headers;
        this.body = body;
    }

    public static Response empty(int status) {
        return new Response(status, Map.of(), EMPTY);
    }

    public static Response json(int status, JsonNode value) {
        return of(status, "application/json", value.toString().getBytes(StandardCharsets.UTF_8));
    }

    public static Response text(int status, String text) {
        return of(status, "text/plain; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
    }

    /// The body is not copied; the caller hands it over.
    public static Response of(int status, String contentType, byte[] body) {
        return new Response(status, Map.of("Content-Type", contentType), body);
    }

    public Response withHeader(String name, String value) {
        Map<String, String> extended = new LinkedHashMap<>(headers);
        extended.put(name, value);
        return new Response(status, extended, body);
    }

    public int status() {
        return status;
    }

    public Map<String, String> headers() {
        return headers;
    }

    public byte[] body() {
        return body;
    }

    /// Without the body, which may be a secret.
    @Override
    public String toString() {
        return "Response[" + status + ", " + body.length + " bytes]";
    }
}
