package dev.fiducia.kbs;

import static dev.fiducia.kbs.TestService.document;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.fiducia.attestation.simulator.SimulatedSnp;
import dev.fiducia.ha.seal.KeyRing;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/// Guests go through three replicas, each step at another one, while the ring and the token key are
/// rotated: nobody notices.
class RotationUnderTrafficTest {
    private static final int REPLICAS = 3;
    private static final String SECRET = "resource/default/web/key";

    @TempDir private Path folder;
    private final List<TestService> replicas = new ArrayList<>();
    private Path ringFile;

    @BeforeEach
    void start() throws Exception {
        TestDatabase database = new TestDatabase();
        SimulatedSnp processor = SimulatedSnp.milan(Instant.now(), TestService.CRYPTO);
        ringFile = folder.resolve("key-ring");
        for (int i = 0; i < REPLICAS; i++) {
            Path own = Files.createDirectory(folder.resolve("replica" + i));
            replicas.add(
                    new TestService(
                            own,
                            "strict",
                            """
                            type = "postgresql"
                            path = "%s"
                            key_ring = "%s"
                            url = "%s"
                            user = "postgres"
                            """
                                    .formatted(own.resolve("store"), ringFile, database.url()),
                            processor));
        }
        replica(0).acceptHardware();
        replica(1).guest().post(SECRET, "eight by");
        replica(2).register("web", document("web"));
    }

    @AfterEach
    void stop() {
        replicas.forEach(TestService::close);
    }

    private TestService replica(int number) {
        return replicas.get(number % REPLICAS);
    }

    @Test
    void noHandshakeFails() throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        AtomicInteger made = new AtomicInteger();
        Set<String> signers = ConcurrentHashMap.newKeySet();
        try (ExecutorService guests = Executors.newFixedThreadPool(REPLICAS)) {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < REPLICAS; i++) {
                int first = i;
                running.add(
                        guests.submit(() -> {
                            for (int step = first; !over.get(); step++) {
                                signers.add(handshake(step));
                                made.incrementAndGet();
                            }
                            return null;
                        }));
            }
            try {
                rotateEverything(made);
            } finally {
                over.set(true);
            }
            for (Future<?> each : running) {
                each.get();
            }
        }
        assertThat(signers).hasSize(2);
        assertThat(replica(0).admin("GET", "audit", "", 200).toString())
                .contains("token-key.rotate");
    }

    private void rotateEverything(AtomicInteger made) throws Exception {
        waitFor(made, 6);
        KeyRing ring = KeyRing.open(ringFile);
        ring.rotate(Duration.ofSeconds(2));
        JsonNode rotated = replica(0).admin("POST", "token-keys", "{\"overlapSeconds\":10}", 201);
        assertThat(rotated.path("items").findValuesAsText("state"))
                .containsExactly("current", "next");
        replica(1).admin("POST", "token-keys", "{\"overlapSeconds\":10}", 409);
        replica(1).admin("POST", "token-keys", "{\"overlapSeconds\":1}", 422);
        Set<String> next = new HashSet<>(rotated.path("items").findValuesAsText("kid"));
        Instant changes = Instant.parse(rotated.path("items").path(1).path("from").asText());
        while (ring.nextId().isPresent()) {
            Thread.sleep(50);
        }
        waitFor(made, 6);
        // Without any overlap, too, where all share the file.
        ring.rotate(Duration.ZERO);
        waitFor(made, 6);
        while (Instant.now().isBefore(changes)) {
            Thread.sleep(50);
        }
        waitFor(made, 6);
        for (TestService each : replicas) {
            assertThat(published(each)).isEqualTo(next);
            assertThat(each.admin("GET", "token-keys", "", 200).path("items"))
                    .extracting(item -> item.path("state").asText())
                    .containsExactly("previous", "current");
        }
    }

    /// So many more.
    private static void waitFor(AtomicInteger made, int more) throws InterruptedException {
        int until = made.get() + more;
        while (made.get() < until) {
            Thread.sleep(20);
        }
    }

    /// One guest, whose token's key this gives.
    private String handshake(int step) throws Exception {
        TestGuest guest = replica(step).guest();
        assertThat(guest.auth("snp").statusCode()).isEqualTo(200);
        guest.goesTo(replica(step + 1));
        String token = replica(step + 1).attested(guest, document("web"));
        guest.goesTo(replica(step + 2));
        HttpResponse<String> answer = guest.get(SECRET);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(guest.open(answer)).asString(UTF_8).isEqualTo("eight by");
        assertThat(replica(step).guest().getWithToken(SECRET, token).statusCode()).isEqualTo(200);
        return new ObjectMapper()
                .readTree(Base64.getUrlDecoder().decode(token.split("\\.", -1)[0]))
                .path("kid")
                .asText();
    }

    private static Set<String> published(TestService replica) throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<String> answer =
                    http.send(
                            HttpRequest.newBuilder(
                                            URI.create(replica.base() + "/.well-known/jwks.json"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            return new HashSet<>(
                    new ObjectMapper().readTree(answer.body()).findValuesAsText("kid"));
        }
    }
}
