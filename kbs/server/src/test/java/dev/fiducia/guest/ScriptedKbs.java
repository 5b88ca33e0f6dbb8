package dev.fiducia.guest;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/// A service that gives prepared answers in their order, and remembers what it was asked.
final class ScriptedKbs implements AutoCloseable {

    private final HttpServer server;
    private final Deque<Answer> script = new ArrayDeque<>();
    private final List<Asked> asked = Collections.synchronizedList(new ArrayList<>());

    record Answer(int status, String body, Optional<String> setCookie) {}

    record Asked(String request, String cookie, String authorization, String body) {}

    ScriptedKbs() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.start();
    }

    String url() {
        return "http://localhost:" + server.getAddress().getPort() + "/";
    }

    ScriptedKbs answers(int status, String body) {
        script.add(new Answer(status, body, Optional.empty()));
        return this;
    }

    ScriptedKbs answers(int status, String body, String setCookie) {
        script.add(new Answer(status, body, Optional.of(setCookie)));
        return this;
    }

    ScriptedKbs refuses() {
        return answers(
                401, "{\"type\":\"https://x/errors/PolicyDeny\",\"detail\":\"Access denied\"}");
    }

    ScriptedKbs challenges(String nonce, String cookie) {
        return answers(
                200,
                "{\"nonce\":\"" + nonce + "\",\"extra-params\":\"\"}",
                "kbs-session-id="
                        + cookie
                        + "; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Path=/kbs/v0");
    }

    /// A token with the claims `{"exp":1}`.
    ScriptedKbs attests() {
        return answers(200, "{\"token\":\"e30.eyJleHAiOjF9.c2ln\"}");
    }

    List<Asked> asked() {
        return List.copyOf(asked);
    }

    List<String> trace() {
        return asked().stream().map(Asked::request).toList();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            var headers = exchange.getRequestHeaders();
            asked.add(
                    new Asked(
                            exchange.getRequestMethod() + " " + exchange.getRequestURI(),
                            headers.getOrDefault("Cookie", List.of("")).getFirst(),
                            headers.getOrDefault("Authorization", List.of("")).getFirst(),
                            new String(
                                    exchange.getRequestBody().readAllBytes(),
                                    StandardCharsets.UTF_8)));
            Answer answer =
                    script.isEmpty() ? new Answer(599, "end", Optional.empty()) : script.poll();
            answer.setCookie()
                    .ifPresent(value -> exchange.getResponseHeaders().add("Set-Cookie", value));
            byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
    }
}
