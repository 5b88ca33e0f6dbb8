package dev.fiducia.kbs;

import static dev.fiducia.kbs.TestService.document;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import dev.fiducia.attestation.simulator.SimulatedSnp;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// Three whole services that keep sessions in one another's memory.
class ClusteredReplicasTest {
    private static final int REPLICAS = 3;
    private static final String SECRET = "resource/default/web/key";

    @TempDir private Path folder;
    private final List<TestService> replicas = new ArrayList<>();

    @BeforeEach
    void start() throws Exception {
        TestDatabase database = new TestDatabase();
        SimulatedSnp processor = SimulatedSnp.milan(Instant.now(), TestService.CRYPTO);
        List<Integer> ports = FreePorts.take(REPLICAS);
        String members =
                ports.stream()
                        .map(port -> "\"127.0.0.1:" + port + "\"")
                        .collect(Collectors.joining(", "));
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
                            [cluster]
                            listen = "127.0.0.1:%s"
                            members = [%s]
                            """
                                    .formatted(
                                            own.resolve("store"),
                                            folder.resolve("key-ring"),
                                            database.url(),
                                            ports.get(i),
                                            members),
                            processor));
        }
        replicas.get(0).acceptHardware();
        replicas.get(1).guest().post(SECRET, "eight by");
        replicas.get(2).register("web", document("web"));
    }

    @AfterEach
    void stop() {
        replicas.forEach(TestService::close);
    }

    @Test
    void sessionsOutliveTheReplicaThatMadeThem() throws Exception {
        List<TestGuest> guests = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            TestGuest guest = replicas.get(1).guest();
            guest.goesTo(replicas.get(0));
            replicas.get(0).tokenOf(guest, document("web"));
            guests.add(guest);
        }
        long kept = 0;
        for (TestService replica : replicas) {
            JsonNode status = replica.admin("GET", "cluster", "", 200);
            assertThat(status.path("used").asBoolean()).isTrue();
            assertThat(status.path("members")).hasSize(REPLICAS);
            // Of the same machine as the database.
            assertThat(status.at("/clock/wrong").asBoolean(true)).isFalse();
            assertThat(status.at("/clock/ahead_seconds").asDouble(99)).isBetween(-5.0, 5.0);
            kept += status.path("sessions").asLong();
        }
        // Those of the reference guest and of the six: none of them is in the store.
        assertThat(kept).isEqualTo(7);

        replicas.removeFirst().close();

        for (int i = 0; i < guests.size(); i++) {
            guests.get(i).goesTo(replicas.get(i % replicas.size()));
            assertThat(guests.get(i).get(SECRET).statusCode()).isEqualTo(200);
        }
    }
}
