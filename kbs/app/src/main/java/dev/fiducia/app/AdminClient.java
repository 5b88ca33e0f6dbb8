package dev.fiducia.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// Calls the administrator's side of the service and turns its refusals into one readable line.
final class AdminClient {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ServiceConnection service;
    private final Optional<Path> tokenFile;

    AdminClient(ServiceConnection service, Optional<Path> tokenFile) {
        this.service = service;
        this.tokenFile = tokenFile;
    }

    byte[] get(String path) {
        return call(service.request(path).GET());
    }

    byte[] delete(String path) {
        return call(service.request(path).DELETE());
    }

    byte[] post(String path, String contentType, byte[] body) {
        return post(path, contentType, body, Map.of());
    }

    /// A change that may be conditional, or repeated without being done twice.
    byte[] post(String path, String contentType, byte[] body, Map<String, String> headers) {
        return send("POST", path, contentType, body, headers);
    }

    /// The same, in place of what is there.
    byte[] put(String path, String contentType, byte[] body, Map<String, String> headers) {
        return send("PUT", path, contentType, body, headers);
    }

    private byte[] send(
            String method,
            String path,
            String contentType,
            byte[] body,
            Map<String, String> headers) {
        HttpRequest.Builder request =
                service.request(path)
                        .header("Content-Type", contentType)
                        .method(method, BodyPublishers.ofByteArray(body));
        headers.forEach(request::header);
        return call(request);
    }

    JsonNode getJson(String path) {
        return parse(get(path));
    }

    static JsonNode parse(byte[] body) {
        try {
            return JSON.readTree(body);
        } catch (IOException e) {
            throw CommandFailure.failed("the service's answer is not JSON: " + e.getMessage());
        }
    }

    static byte[] write(JsonNode node) {
        try {
            return JSON.writeValueAsBytes(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /// One path segment or query value, percent-encoded.
    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private byte[] call(HttpRequest.Builder request) {
        tokenFile.ifPresent(file -> request.header("Authorization", "Bearer " + token(file)));
        HttpResponse<byte[]> response = service.send(request.build());
        int status = response.statusCode();
        if (status >= 200 && status < 300) {
            return response.body();
        }
        String reason = reason(response.body());
        String message =
                "the service refused (" + status + ")" + (reason.isEmpty() ? "" : ": " + reason);
        throw switch (status) {
            case 401, 403 -> CommandFailure.denied(message);
            case 429, 503 -> CommandFailure.unavailable(message);
            default -> CommandFailure.failed(message);
        };
    }

    private static String findings(JsonNode problem) {
        String lines = FindingLines.of(problem.path("findings"));
        return lines.isEmpty() ? "" : "\n" + lines.stripTrailing();
    }

    private static String token(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw CommandFailure.failed("can't read the admin token from " + file);
        }
    }

    private static String reason(byte[] body) {
        try {
            JsonNode problem = JSON.readTree(body);
            String detail = problem.path("detail").asText("");
            String reason = detail.isEmpty() ? problem.path("title").asText("") : detail;
            return reason + findings(problem);
        } catch (IOException e) {
            return new String(body, 0, Math.min(body.length, 500), StandardCharsets.UTF_8).strip();
        }
    }
}
