package dev.fiducia.attestation.cca;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;

import dev.fiducia.attestation.Expectations;
import dev.fiducia.attestation.TeeClaims;
import dev.fiducia.attestation.VerificationResult;
import dev.fiducia.attestation.collateral.TestTls;
import dev.fiducia.attestation.simulator.Simulation;
import dev.fiducia.crypto.EcCurve;
import dev.fiducia.crypto.HashAlgorithm;

import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.interfaces.ECPublicKey;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/// Veraison's discovery and challenge-response APIs, over HTTPS, in front of the verifier of this
/// project; it can be made to lie and to fail in every way.
final class VeraisonServer implements AutoCloseable {

    static final String MEDIA_TYPE =
            "application/eat-collection; profile=\"http://arm.com/CCA-SSD/1.0.0\"";

    private static final String DISCOVERY = "/.well-known/veraison/verification";
    private static final String NEW_SESSION = "/challenge-response/v1/newSession";
    private static final String SESSION = "/challenge-response/v1/session/1";

    /// The exchanges of one appraisal.
    enum Step {
        DISCOVER,
        OPEN,
        SUBMIT,
        POLL,
        DELETE
    }

    final List<Step> steps = new CopyOnWriteArrayList<>();
    final KeyPair keys = Simulation.CRYPTO.generateEc(EcCurve.P256);
    final TestTls tls = TestTls.create();
    private final CcaVerifier verifier;
    private final HttpsServer server;
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final AtomicInteger pending = new AtomicInteger();
    private String nonce = "";
    private String result = "";

    volatile KeyPair signer = keys;
    volatile KeyPair named = keys;
    volatile String algorithm = "ES256";
    volatile String mediaType = MEDIA_TYPE;
    volatile String location = "session/1";
    volatile int polls;
    volatile UnaryOperator<ObjectNode> discovery = UnaryOperator.identity();
    volatile UnaryOperator<ObjectNode> session = UnaryOperator.identity();
    volatile UnaryOperator<ObjectNode> claims = UnaryOperator.identity();
    volatile UnaryOperator<String> payload = UnaryOperator.identity();
    volatile UnaryOperator<String> token = UnaryOperator.identity();
    volatile Fault fault = Fault.none();

    /// What goes wrong at one step.
    @FunctionalInterface
    interface Fault {
        /// True if it has answered.
        boolean answers(Step step, HttpExchange exchange) throws IOException;

        static Fault none() {
            return (_, _) -> false;
        }

        static Fault status(Step at, int status) {
            return (step, exchange) -> {
                if (step != at) {
                    return false;
                }
                exchange.getResponseHeaders().add("Location", NEW_SESSION);
                exchange.sendResponseHeaders(status, -1);
                return true;
            };
        }

        static Fault body(Step at, int status, byte[] body) {
            return (step, exchange) -> {
                if (step != at) {
                    return false;
                }
                exchange.getResponseHeaders().add("Location", "session/1");
                exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
                exchange.getResponseBody().write(body);
                return true;
            };
        }
    }

    VeraisonServer(CcaVerifier verifier) throws IOException {
        this.verifier = verifier;
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(tls.context()));
        server.setExecutor(executor);
        server.createContext("/", this::answer);
        server.start();
    }

    URI address() {
        return URI.create("https://127.0.0.1:" + server.getAddress().getPort());
    }

    /// Answers nothing at this step until it is closed.
    void stallAt(Step at) {
        fault =
                (step, _) -> {
                    if (step == at) {
                        await();
                    }
                    return false;
                };
    }

    static ObjectNode jwk(KeyPair pair) {
        ECPublicKey key = (ECPublicKey) pair.getPublic();
        return JsonNodeFactory.instance
                .objectNode()
                .put("kty", "EC")
                .put("crv", "P-256")
                .put("alg", "ES256")
                .put("x", base64(coordinate(key.getW().getAffineX())))
                .put("y", base64(coordinate(key.getW().getAffineY())));
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            Step step = step(exchange);
            steps.add(step);
            if (fault.answers(step, exchange)) {
                return;
            }
            switch (step) {
                case DISCOVER -> send(exchange, 200, discovery.apply(discovery()));
                case OPEN -> {
                    nonce = exchange.getRequestURI().getQuery().substring("nonce=".length());
                    exchange.getResponseHeaders().add("Location", location);
                    send(exchange, 201, session("waiting"));
                }
                case SUBMIT -> {
                    if (!exchange.getRequestHeaders().getFirst("Content-Type").equals(mediaType)) {
                        exchange.sendResponseHeaders(415, -1);
                        return;
                    }
                    result = token.apply(signed(body));
                    pending.set(polls);
                    finish(exchange);
                }
                case POLL -> finish(exchange);
                case DELETE -> exchange.sendResponseHeaders(204, -1);
            }
        } catch (IOException e) {
            // the client had enough
        }
    }

    private void finish(HttpExchange exchange) throws IOException {
        boolean isPending = pending.getAndDecrement() > 0;
        ObjectNode document = session(isPending ? "processing" : "complete");
        if (!isPending) {
            document.put("result", result);
        }
        send(exchange, isPending ? 202 : 200, session.apply(document));
    }

    private static Step step(HttpExchange exchange) {
        return switch (exchange.getRequestURI().getPath()) {
            case DISCOVERY -> Step.DISCOVER;
            case NEW_SESSION -> Step.OPEN;
            case SESSION ->
                    switch (exchange.getRequestMethod()) {
                        case "POST" -> Step.SUBMIT;
                        case "GET" -> Step.POLL;
                        default -> Step.DELETE;
                    };
            default -> throw new AssertionError(exchange.getRequestURI());
        };
    }

    private ObjectNode discovery() {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        document.set("ear-verification-key", jwk(named));
        document.putArray("media-types").add(mediaType);
        document.put("version", "test").put("service-state", "READY");
        document.putObject("api-endpoints").put("newChallengeResponseSession", NEW_SESSION);
        return document;
    }

    private ObjectNode session(String status) {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        document.put("status", status).put("nonce", nonce).put("expiry", "2030-10-12T07:20:50Z");
        document.putArray("accept").add("application/psa-attestation-token").add(mediaType);
        return document;
    }

    private String signed(byte[] evidence) {
        String header =
                JsonNodeFactory.instance
                        .objectNode()
                        .put("alg", algorithm)
                        .put("typ", "JWT")
                        .toString();
        String input =
                base64(header.getBytes(StandardCharsets.UTF_8))
                        + "."
                        + base64(
                                payload.apply(claims.apply(appraisal(evidence)).toString())
                                        .getBytes(StandardCharsets.UTF_8));
        byte[] toSign = input.getBytes(StandardCharsets.US_ASCII);
        byte[] signature =
                switch (algorithm) {
                    case "none" -> new byte[0];
                    // The public key as a secret: what confused verifiers fall for.
                    case "HS256" ->
                            Simulation.CRYPTO.hmac(
                                    HashAlgorithm.SHA256, signer.getPublic().getEncoded(), toSign);
                    default ->
                            Simulation.CRYPTO.signEcdsaRaw(
                                    signer.getPrivate(), HashAlgorithm.SHA256, toSign);
                };
        return input + "." + base64(signature);
    }

    private ObjectNode appraisal(byte[] evidence) {
        JsonNode found = verified(evidence);
        ObjectNode ear = JsonNodeFactory.instance.objectNode();
        ear.put("eat_profile", "tag:github.com,2023:veraison/ear").put("eat_nonce", nonce);
        ear.put("iat", Simulation.NOW.getEpochSecond());
        ear.putObject("ear.verifier-id").put("build", "test").put("developer", "test");
        ObjectNode submods = ear.putObject("submods");
        submod(submods.putObject("CCA_SSD_PLATFORM"), found.path("platform"))
                .put("instance-identity", 2)
                .put("executables", 2)
                .put("hardware", 2);
        submod(submods.putObject("CCA_REALM"), found.path("realm"))
                .put("instance-identity", 2)
                .put("executables", 2);
        return ear;
    }

    private static ObjectNode submod(ObjectNode submod, JsonNode claims) {
        submod.put("ear.status", "affirming").set("ear.veraison.annotated-evidence", claims);
        return submod.putObject("ear.trustworthiness-vector");
    }

    private JsonNode verified(byte[] token) {
        ObjectNode evidence = JsonNodeFactory.instance.objectNode();
        ArrayNode array = evidence.putArray("token");
        for (byte b : token) {
            array.add(Byte.toUnsignedInt(b));
        }
        byte[] challenge = Base64.getUrlDecoder().decode(nonce);
        return switch (verifier.verify(evidence, Expectations.ofReportData(challenge))) {
            case VerificationResult.Verified(List<TeeClaims> all) -> all.getFirst().claims();
            case VerificationResult.Refused(var refusal) ->
                    throw new AssertionError(refusal.describe());
        };
    }

    private static void send(HttpExchange exchange, int status, ObjectNode document)
            throws IOException {
        byte[] body = document.toString().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }

    private void await() {
        try {
            closing.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closing.countDown();
        server.stop(0);
        executor.shutdownNow();
    }

    private static byte[] coordinate(BigInteger number) {
        byte[] bytes = number.toByteArray();
        byte[] fixed = new byte[32];
        int length = Math.min(32, bytes.length);
        System.arraycopy(bytes, bytes.length - length, fixed, 32 - length, length);
        return fixed;
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
