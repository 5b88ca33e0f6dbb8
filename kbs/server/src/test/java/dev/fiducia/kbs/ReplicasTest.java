package dev.fiducia.kbs;

import static dev.fiducia.kbs.TestService.assertDenied;
import static dev.fiducia.kbs.TestService.document;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.fiducia.attestation.simulator.SimulatedSnp;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Three whole services on one database, behind nothing: whichever is asked, the answer is the
/// same.
class ReplicasTest {
    private static final int REPLICAS = 3;
    private static final String SECRET = "resource/default/web/key";
    private static final String CONTENT = "eight by";

    @TempDir private Path folder;
    private final List<TestService> replicas = new ArrayList<>();
    private TestDatabase database;

    @BeforeEach
    void start() throws Exception {
        database = new TestDatabase();
        SimulatedSnp processor = SimulatedSnp.milan(Instant.now(), TestService.CRYPTO);
        try (ExecutorService starting = Executors.newFixedThreadPool(REPLICAS)) {
            List<Future<TestService>> started = new ArrayList<>();
            for (int i = 0; i < REPLICAS; i++) {
                Path own = Files.createDirectory(folder.resolve("replica" + i));
                // All at once on an empty database, as a first roll-out does.
                started.add(starting.submit(() -> replica(own, processor)));
            }
            for (Future<TestService> each : started) {
                replicas.add(each.get());
            }
        }
        a().acceptHardware();
        b().guest().post(SECRET, CONTENT);
        c().register("web", document("web"));
    }

    private TestService replica(Path own, SimulatedSnp processor) throws Exception {
        return new TestService(
                own,
                "strict",
                """
                type = "postgresql"
                path = "%s"
                key_ring = "%s"
                url = "%s"
                user = "postgres"
                """
                        .formatted(
                                own.resolve("store"), folder.resolve("key-ring"), database.url()),
                processor);
    }

    @AfterEach
    void stop() {
        replicas.forEach(TestService::close);
    }

    private TestService a() {
        return replicas.get(0);
    }

    private TestService b() {
        return replicas.get(1);
    }

    private TestService c() {
        return replicas.get(2);
    }

    @Test
    void aHandshakeGoesThroughAllReplicas() throws Exception {
        TestGuest guest = a().guest();
        guest.auth("snp");
        guest.goesTo(b());
        String token = b().attested(guest, document("web"));
        guest.goesTo(c());
        assertReleased(guest);
        TestGuest bearer = a().guest();
        assertThat(bearer.getWithToken(SECRET, token).statusCode()).isEqualTo(200);
    }

    @Test
    void aRepeatAtAnotherReplicaGetsTheSameToken() throws Exception {
        TestGuest guest = a().guest();
        guest.auth("snp");
        String token = a().attested(guest, document("web"));
        guest.goesTo(b());
        assertThat(b().attested(guest, document("web"))).isEqualTo(token);
    }

    @Test
    void aPolicyCountsEverywhereFromTheNextRequestOn() throws Exception {
        TestGuest guest = b().started(document("web"));
        for (int i = 0; i < 10; i++) {
            replicas.get(i % REPLICAS).policy("false");
            for (TestService replica : replicas) {
                guest.goesTo(replica);
                assertDenied(guest.get(SECRET), "policy-deny");
            }
            replicas.get((i + 1) % REPLICAS).policy("true");
            for (TestService replica : replicas) {
                guest.goesTo(replica);
                assertReleased(guest);
            }
        }
    }

    @Test
    void aRevocationCountsEverywhereFromTheNextRequestOn() throws Exception {
        for (int i = 0; i < 5; i++) {
            String name = "web" + i;
            a().register(name, document(name));
            TestGuest guest = b().started(document(name));
            guest.goesTo(c());
            assertReleased(guest);
            a().admin("DELETE", "initdata/" + name, "", 200);
            for (TestService replica : replicas.reversed()) {
                guest.goesTo(replica);
                assertDenied(guest.get(SECRET), "initdata-revoked");
            }
        }
    }

    @Test
    void aChallengeHasOneUserAmong64OnEachReplica() throws Exception {
        int each = 64;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int round = 0; round < Integer.getInteger("challenges", 2); round++) {
                TestGuest guest = a().guest();
                guest.auth("sample");
                CountDownLatch go = new CountDownLatch(1);
                List<Future<HttpResponse<String>>> answers = new ArrayList<>();
                for (int i = 0; i < each * REPLICAS; i++) {
                    TestGuest thief = guest.thief();
                    thief.goesTo(replicas.get(i % REPLICAS));
                    answers.add(
                            threads.submit(() -> {
                                go.await();
                                return thief.attestSample();
                            }));
                }
                go.countDown();
                int won = 0;
                for (Future<HttpResponse<String>> answer : answers) {
                    won += answer.get().statusCode() == 200 ? 1 : 0;
                }
                assertThat(won).isEqualTo(1);
            }
        }
    }

    @Test
    void nothingIsReleasedWhileTheDatabaseIsAway() throws Exception {
        TestGuest attested = a().started(document("web"));
        TestGuest challenged = a().guest();
        challenged.auth("snp");
        database.away(true);
        for (TestService replica : replicas) {
            attested.goesTo(replica);
            challenged.goesTo(replica);
            assertUnavailable(attested.get(SECRET));
            assertUnavailable(challenged.attestSample());
        }
        database.away(false);
        awaitTheStore(attested);
        assertReleased(attested);
        c().attested(challenged, document("web"));
        assertReleased(challenged);
    }

    @Test
    void everyReplicaTellsTheWholeAuditLog() throws Exception {
        for (int i = 0; i < 6; i++) {
            replicas.get(i % REPLICAS).register("n" + i, document("n" + i));
        }
        for (TestService replica : replicas) {
            assertThat(replica.admin("GET", "audit?kind=initdata", "", 200).path("items"))
                    .hasSize(7);
        }
    }

    private static void assertUnavailable(HttpResponse<String> answer) throws Exception {
        assertThat(answer.statusCode()).as(answer.body()).isNotEqualTo(200);
        assertThat(TestGuest.json(answer).path("code").asText()).isEqualTo("store-unavailable");
    }

    /// After failures the pool of connections waits for some seconds before it tries again; until
    /// then the answer is as before.
    private static void awaitTheStore(TestGuest guest) throws Exception {
        HttpResponse<String> answer = guest.get(SECRET);
        for (int tries = 1; answer.statusCode() != 200 && tries < 20; tries++) {
            assertUnavailable(answer);
            answer = guest.get(SECRET);
        }
    }

    private static void assertReleased(TestGuest guest) throws Exception {
        HttpResponse<String> answer = guest.get(SECRET);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(guest.open(answer)).asString(UTF_8).isEqualTo(CONTENT);
    }
}
