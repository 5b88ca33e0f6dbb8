package dev.fiducia.attestation.collateral;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;

import dev.fiducia.attestation.simulator.SimulatedIntel;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/// Intel's certification service and AMD's key distribution in one process, over HTTPS, that can be
/// made to fail in every way.
final class VendorServer implements AutoCloseable {

    /// How it answers.
    enum Mode {
        GENUINE,
        ERROR,
        NOT_FOUND,
        SLOW,
        SLOW_BODY,
        HUGE,
        GARBAGE,
        EMPTY,
        REDIRECT,
        CUT
    }

    final AtomicInteger calls = new AtomicInteger();
    final Map<String, byte[]> files = new ConcurrentHashMap<>();
    private final HttpsServer server;
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final TestTls tls = TestTls.create();
    private final CountDownLatch closing = new CountDownLatch(1);
    private volatile Mode mode = Mode.GENUINE;
    private volatile JsonNode collateral = new JsonMapper().createObjectNode();
    private volatile String elsewhere = "";

    VendorServer() {
        try {
            server =
                    HttpsServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        server.setHttpsConfigurator(new HttpsConfigurator(tls.context()));
        server.setExecutor(executor);
        server.createContext("/", this::answer);
        server.start();
    }

    URI address() {
        return URI.create("https://127.0.0.1:" + server.getAddress().getPort());
    }

    Path root(Path folder) throws IOException {
        return Files.writeString(
                folder.resolve("tls-" + System.nanoTime() + ".pem"), tls.rootPem());
    }

    HttpSettings settings(Path folder, Duration timeout) throws IOException {
        return new HttpSettings(timeout, timeout, List.of(root(folder)));
    }

    void mode(Mode wanted) {
        mode = wanted;
    }

    void redirectTo(URI other) {
        mode = Mode.REDIRECT;
        elsewhere = other.toString();
    }

    /// Answers with this edition from now on.
    void publish(SimulatedIntel vendor, SimulatedIntel.Edition edition) throws IOException {
        collateral = new JsonMapper().readTree(vendor.collateral(edition)).get("collaterals");
    }

    private void answer(HttpExchange exchange) throws IOException {
        calls.incrementAndGet();
        try (exchange) {
            switch (mode) {
                case GENUINE -> genuine(exchange);
                case ERROR -> exchange.sendResponseHeaders(500, -1);
                case NOT_FOUND -> exchange.sendResponseHeaders(404, -1);
                case SLOW -> await();
                case SLOW_BODY -> {
                    exchange.sendResponseHeaders(200, 100);
                    exchange.getResponseBody().write('{');
                    exchange.getResponseBody().flush();
                    await();
                }
                case HUGE -> {
                    exchange.sendResponseHeaders(200, 0);
                    byte[] chunk = new byte[64 << 10];
                    for (int i = 0; i < 64; i++) {
                        exchange.getResponseBody().write(chunk);
                    }
                }
                case GARBAGE -> send(exchange, "<html>".getBytes(StandardCharsets.UTF_8));
                case EMPTY -> exchange.sendResponseHeaders(200, -1);
                case REDIRECT -> {
                    exchange.getResponseHeaders().add("Location", elsewhere);
                    exchange.sendResponseHeaders(302, -1);
                }
                case CUT -> {
                    exchange.sendResponseHeaders(200, 1000);
                    exchange.getResponseBody().write(new byte[10]);
                }
            }
        } catch (IOException e) {
            // the client had enough
        }
    }

    private void await() {
        try {
            closing.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void genuine(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().toString();
        if (files.containsKey(path)) {
            send(exchange, files.get(path));
            return;
        }
        String tee = path.startsWith("/tdx/") ? "td" : "";
        if (path.contains("/tcb?")) {
            JsonNode info = collateral.at("/tcbinfos/0");
            chain(exchange, "TCB-Info-Issuer-Chain", "/certificates/TCB-Info-Issuer-Chain");
            String name = tee.isEmpty() ? "sgx_tcbinfo" : "tdx_tcbinfo";
            if (path.contains(info.get("fmspc").textValue())) {
                send(exchange, text(info.get(name)));
            } else {
                exchange.sendResponseHeaders(404, -1);
            }
        } else if (path.contains("/qe/identity?")) {
            chain(
                    exchange,
                    "SGX-Enclave-Identity-Issuer-Chain",
                    "/certificates/SGX-Enclave-Identity-Issuer-Chain");
            send(exchange, text(collateral.get(tee + "qeidentity")));
        } else if (path.contains("/pckcrl?ca=platform")) {
            chain(
                    exchange,
                    "SGX-PCK-CRL-Issuer-Chain",
                    "/certificates/SGX-PCK-Certificate-Issuer-Chain/PLATFORM");
            send(exchange, der(collateral.at("/pckcacrl/platformCrl")));
        } else if (path.endsWith("/rootcacrl")) {
            send(
                    exchange,
                    collateral.get("rootcacrl").textValue().getBytes(StandardCharsets.UTF_8));
        } else {
            exchange.sendResponseHeaders(404, -1);
        }
    }

    private void chain(HttpExchange exchange, String header, String pointer) {
        exchange.getResponseHeaders().add(header, collateral.at(pointer).textValue());
    }

    private static byte[] der(JsonNode hex) {
        return HexFormat.of().parseHex(hex.textValue());
    }

    private static byte[] text(JsonNode document) {
        return document.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void send(HttpExchange exchange, byte[] body) throws IOException {
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
    }

    @Override
    public void close() {
        stop();
    }

    /// Goes down, as services do.
    void stop() {
        closing.countDown();
        server.stop(0);
        executor.shutdownNow();
    }
}
