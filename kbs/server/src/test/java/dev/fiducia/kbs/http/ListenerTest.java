package dev.fiducia.kbs.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;

/// The listener over real sockets, plaintext, with what no well-behaved client sends.
class ListenerTest {
    private static final int BODY_LIMIT = 64 * 1024;
    private static final int HEADER_LIMIT = 160 * 1024;
    private final CountDownLatch release = new CountDownLatch(1);
    private final Listener listener = start(Duration.ofSeconds(30), 4, 4);

    private Listener start(Duration deadline, int threads, int queue) {
        return Listener.start(
                new Listener.Settings(
                        List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)),
                        Optional.empty(),
                        new ListenerLimits(BODY_LIMIT, HEADER_LIMIT, deadline, deadline, deadline),
                        threads,
                        queue),
                List.of(
                        RouteContribution.of(
                                "test",
                                Route.post("/kbs/v0/echo", Workload.CPU, r -> echo(r)),
                                Route.get(
                                        "/kbs/v0/header",
                                        Workload.CPU,
                                        r ->
                                                Response.text(
                                                        200, r.headers().bearer().orElse("none"))),
                                Route.get("/kbs/v0/bug", Workload.CPU, r -> bug()),
                                Route.get("/kbs/v0/error", Workload.CPU, r -> error()),
                                Route.get("/api/v1/bug", Workload.CPU, r -> bug()),
                                Route.get("/kbs/v0/wait", Workload.CPU, r -> await()))),
                new SecureRandom(),
                Traffic.UNWATCHED);
    }

    private static Response echo(Request request) {
        return Response.of(200, "application/octet-stream", request.body());
    }

    private static Response bug() {
        throw new IllegalStateException("secret detail");
    }

    private static Response error() {
        throw new AssertionError("secret detail");
    }

    private Response await() {
        try {
            release.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        return Response.empty(200);
    }

    @AfterEach
    void close() {
        release.countDown();
        listener.close();
    }

    private RawHttp connect() throws Exception {
        return new RawHttp(listener.ports().getFirst());
    }

    @Test
    void aHeaderThatOnlyLooksLikeContentLengthIsNone() throws Exception {
        try (RawHttp http = connect()) {
            String hidden = "GET /kbs/v0/header HTTP/1.1\r\nHost: h\r\n\r\n";
            http.send(
                    "POST /kbs/v0/echo HTTP/1.1\r\nHost: h\r\nContent-Xength: %d\r\n\r\n%s"
                            .formatted(hidden.length(), hidden));

            assertThat(http.read().body()).isEmpty();
            assertThat(http.read().body()).isEqualTo("none");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "POST /kbs/v0/echo HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd",
                "POST /kbs/v0/echo HTTP/1.1\r\nHost: h\r\nContent-Length: -1\r\n\r\n",
                "POST /kbs/v0/echo HTTP/1.1\r\nHost: h\r\nContent-Length: 3x\r\n\r\nabc",
                "GET /kbs/v0/header HTTP/1.1\r\nHost : h\r\n\r\n",
                "NOT HTTP AT ALL\r\n\r\n"
            })
    void refusesMalformedHttp(String text) throws Exception {
        try (RawHttp http = connect()) {
            assertThat(http.send(text).read().status()).isBetween(400, 499).isNotEqualTo(404);
        }
    }

    @Test
    void takes128KibOfHeaders() throws Exception {
        try (RawHttp http = connect()) {
            String token = "t".repeat(128 * 1024);
            http.send(
                    "GET /kbs/v0/header HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer "
                            + token
                            + "\r\n\r\n");

            assertThat(http.read().body()).isEqualTo(token);
        }
    }

    @Test
    void refusesMoreHeadersThanTheLimit() throws Exception {
        try (RawHttp http = connect()) {
            String large = "t".repeat(HEADER_LIMIT + 1);
            http.send(
                    "GET /kbs/v0/header HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer "
                            + large
                            + "\r\n\r\n");

            assertThat(http.read().status()).isEqualTo(431);
        }
    }

    @Test
    void refusesMoreFieldsThanTheLimit() throws Exception {
        try (RawHttp http = connect()) {
            http.send(
                    "GET /kbs/v0/header HTTP/1.1\r\nHost: h\r\n" + "X: y\r\n".repeat(100) + "\r\n");

            assertThat(http.read().status()).isEqualTo(431);
        }
    }

    @Test
    void refusesALongRequestLine() throws Exception {
        try (RawHttp http = connect()) {
            http.send("GET /kbs/v0/" + "a".repeat(20_000) + " HTTP/1.1\r\nHost: h\r\n\r\n");

            assertThat(http.read().status()).isEqualTo(414);
        }
    }

    @Test
    void refusesABodyThatIsDeclaredTooLarge() throws Exception {
        try (RawHttp http = connect()) {
            http.send("POST /kbs/v0/echo HTTP/1.1\r\nHost: h\r\nContent-Length: 99999999\r\n\r\n");
            RawHttp.Answer answer = http.read();

            assertThat(answer.status()).isEqualTo(413);
            assertThat(answer.head()).contains("text/plain");
            assertThat(http.closed()).isTrue();
        }
    }

    @Test
    void refusesABodyThatGrowsTooLarge() throws Exception {
        try (RawHttp http = connect()) {
            http.send(
                    "POST /kbs/v0/echo HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n");
            String chunk = "8000\r\n" + "a".repeat(0x8000) + "\r\n";
            http.send(chunk).send(chunk).send(chunk);

            assertThat(http.read().status()).isEqualTo(413);
        }
    }

    @Test
    void takesABodyOfExactlyTheLimit() throws Exception {
        try (RawHttp http = connect()) {
            String body = "a".repeat(BODY_LIMIT);
            http.send(
                    "POST /kbs/v0/echo HTTP/1.1\r\nHost: h\r\nContent-Length: %d\r\n\r\n%s"
                            .formatted(BODY_LIMIT, body));

            assertThat(http.read().body()).isEqualTo(body);
        }
    }

    @Test
    void aBugIsTheProtocolsErrorWithoutItsDetail() throws Exception {
        try (RawHttp http = connect()) {
            RawHttp.Answer answer = http.send("GET /kbs/v0/bug HTTP/1.1\r\nHost: h\r\n\r\n").read();

            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.head()).contains("application/json");
            assertThat(answer.body())
                    .contains("/errors/PluginInternalError", "internal-error", "request-id")
                    .doesNotContain("secret detail");
        }
    }

    @Test
    void anErrorIsAnsweredAsWell() throws Exception {
        try (RawHttp http = connect()) {
            for (int i = 0; i < 6; i++) { // more than there are threads
                http.send("GET /kbs/v0/error HTTP/1.1\r\nHost: h\r\n\r\n");
                RawHttp.Answer answer = http.read();
                assertThat(answer.status()).isEqualTo(401);
                assertThat(answer.body()).doesNotContain("secret detail");
            }
        }
    }

    @Test
    void closesAfterARefusalWhateverIsPipelinedBehindIt() throws Exception {
        try (RawHttp http = connect()) {
            http.send(
                            "GET /kbs/v0/header HTTP/1.1\r\nHost: h\r\n"
                                    + "X: y\r\n".repeat(100)
                                    + "\r\n")
                    .send("GET /kbs/v0/wait HTTP/1.1\r\nHost: h\r\n\r\n");

            assertThat(http.read().status()).isEqualTo(431);
            assertThat(http.closed()).isTrue();
        }
    }

    @Test
    void countsTheBodiesThatItHolds() throws Exception {
        try (RawHttp http = connect()) {
            http.send(
                    "POST /kbs/v0/echo HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\n\r\nok"
                            + "POST /kbs/v0/echo HTTP/1.1\r\nHost: h\r\nContent-Length: 9\r\n\r\nab");
            assertThat(http.read().body()).isEqualTo("ok");
            await(() -> listener.bodies().taken() == 2);
        }
        await(() -> listener.bodies().taken() == 0);
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        for (int i = 0; i < 200 && !condition.getAsBoolean(); i++) {
            Thread.sleep(20);
        }
        assertThat(condition.getAsBoolean()).isTrue();
    }

    @Test
    void aBugInTheApiIsAProblem() throws Exception {
        try (RawHttp http = connect()) {
            RawHttp.Answer answer = http.send("GET /api/v1/bug HTTP/1.1\r\nHost: h\r\n\r\n").read();

            assertThat(answer.status()).isEqualTo(500);
            assertThat(answer.head()).contains("application/problem+json");
        }
    }

    @Test
    void answersPipelinedRequestsInOrder() throws Exception {
        try (RawHttp http = connect()) {
            for (int i = 0; i < 20; i++) {
                http.send(
                        "POST /kbs/v0/echo HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\n\r\n%02d"
                                .formatted(i));
            }
            for (int i = 0; i < 20; i++) {
                assertThat(http.read().body()).isEqualTo("%02d".formatted(i));
            }
        }
    }

    @Test
    void refusesAtOnceWhatDoesNotFitIntoTheQueue() throws Exception {
        List<RawHttp> all = new ArrayList<>();
        try {
            for (int i = 0; i < 12; i++) {
                RawHttp http = connect();
                all.add(http.send("GET /kbs/v0/wait HTTP/1.1\r\nHost: h\r\n\r\n"));
            }
            // Four are at work and four wait: the other four have an answer while nothing moves.
            List<Integer> refused = new ArrayList<>();
            List<RawHttp> waiting = new ArrayList<>();
            for (RawHttp http : all) {
                if (http.answersWithin(500)) {
                    RawHttp.Answer answer = http.read();
                    assertThat(answer.body()).contains("overloaded");
                    assertThat(answer.head()).containsIgnoringCase("Retry-After");
                    refused.add(answer.status());
                } else {
                    waiting.add(http);
                }
            }
            assertThat(refused).hasSize(4).containsOnly(401);
            release.countDown();
            for (RawHttp http : waiting) {
                assertThat(http.read().status()).isEqualTo(200);
            }
        } finally {
            for (RawHttp http : all) {
                http.close();
            }
        }
    }

    @Test
    void closesOnAHeadThatNeverEnds() throws Exception {
        try (Listener hasty = start(Duration.ofMillis(300), 1, 1);
                RawHttp http = new RawHttp(hasty.ports().getFirst())) {
            http.send("GET /kbs/v0/header HTTP/1.1\r\nHost: h\r\nX-Slow: ");

            assertThat(http.closed()).isTrue();
        }
    }

    @Test
    void answersABodyThatNeverEnds() throws Exception {
        try (Listener hasty = start(Duration.ofMillis(300), 1, 1);
                RawHttp http = new RawHttp(hasty.ports().getFirst())) {
            http.send("POST /kbs/v0/echo HTTP/1.1\r\nHost: h\r\nContent-Length: 10\r\n\r\nabc");

            assertThat(http.read().status()).isEqualTo(408);
            assertThat(http.closed()).isTrue();
        }
    }

    @Test
    void closesAnIdleConnectionAfterItsAnswer() throws Exception {
        try (Listener hasty = start(Duration.ofMillis(300), 1, 1);
                RawHttp http = new RawHttp(hasty.ports().getFirst())) {
            http.send("POST /kbs/v0/echo HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\n\r\nok");

            assertThat(http.read().body()).isEqualTo("ok");
            assertThat(http.closed()).isTrue();
        }
    }

    @Test
    void doesNotCutOffARequestThatTakesLong() throws Exception {
        try (Listener hasty = start(Duration.ofMillis(300), 1, 1);
                RawHttp http = new RawHttp(hasty.ports().getFirst())) {
            http.send("GET /kbs/v0/wait HTTP/1.1\r\nHost: h\r\n\r\n");
            assertThat(http.answersWithin(900)).isFalse();
            release.countDown();

            assertThat(http.read().status()).isEqualTo(200);
        }
    }

    @Test
    void twoListenersOnFreePortsDoNotMeet() {
        try (Listener other = start(Duration.ofSeconds(1), 1, 1)) {
            assertThat(other.ports()).doesNotContainAnyElementsOf(listener.ports());
        }
    }

    @Test
    void bodyBytesArriveUnchanged() throws Exception {
        byte[] body = new byte[256];
        for (int i = 0; i < body.length; i++) {
            body[i] = (byte) i;
        }
        try (RawHttp http = connect()) {
            http.send("POST /kbs/v0/echo HTTP/1.1\r\nHost: h\r\nContent-Length: 256\r\n\r\n")
                    .send(body);

            assertThat(http.read().body()).isEqualTo(new String(body, StandardCharsets.UTF_8));
        }
    }
}
