package dev.fiducia.ha.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.map.IMap;

import dev.fiducia.ha.seal.KeyRing;
import dev.fiducia.ha.session.InMemorySessions;
import dev.fiducia.ha.session.Session;
import dev.fiducia.ha.session.Sessions;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.Serializable;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/// Three members and a stranger, on loopback addresses.
class ClusterTest {

    private static final int REPLICAS = 3;
    private static final Duration GRACE = Duration.ofSeconds(5);
    private static final int MOST = 10_000;

    @TempDir Path folder;

    private List<Integer> ports = List.of();
    private final List<Cluster> members = new ArrayList<>();
    private final List<InMemorySessions> own = new ArrayList<>();
    private KeyRing ring;

    @BeforeEach
    void open() throws IOException {
        ports = FreePorts.take(REPLICAS + 1);
        ring = KeyRing.openOrCreate(folder.resolve("ring"));
    }

    @AfterEach
    void close() {
        members.forEach(Cluster::terminate);
    }

    private ClusterSettings settings(int port) {
        return new ClusterSettings(
                "test-" + ports.getFirst(),
                new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                new ClusterSettings.Discovery.Addresses(
                        ports.stream().map(each -> "127.0.0.1:" + each).toList()),
                REPLICAS,
                GRACE);
    }

    /// Starts the members. What the cluster does not take, each keeps for itself.
    private List<Sessions> start() {
        for (int i = 0; i < REPLICAS; i++) {
            members.add(Cluster.join(settings(ports.get(i)), ring, MOST));
            own.add(new InMemorySessions(MOST, 1 << 20, InstantSource.system()));
        }
        until(() -> members.stream().allMatch(ClusterTest::isWhole));
        return IntStream.range(0, REPLICAS)
                .mapToObj(i -> members.get(i).sessions(own.get(i), InstantSource.system()))
                .toList();
    }

    private static boolean isWhole(Cluster member) {
        ClusterStatus status = member.status();
        return status.used()
                && status.members().size() == REPLICAS
                && status.members().stream().allMatch(ClusterStatus.Member::proved);
    }

    private long kept() {
        return members.stream().mapToLong(member -> member.status().sessions()).sum();
    }

    private static void until(BooleanSupplier condition) {
        for (int waited = 0; !condition.getAsBoolean(); waited++) {
            assertThat(waited).as("it does not come about").isLessThan(600);
            try {
                Thread.sleep(100);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private static Session session(String token) {
        return new Session(
                token, InstantSource.system().instant().plus(Duration.ofMinutes(5)), "thumb");
    }

    @Test
    void keepsSessionsForAllMembersThroughTheLossOfOne() {
        List<Sessions> sessions = start();
        for (int i = 0; i < 300; i++) {
            sessions.get(i % REPLICAS).put("id" + i, session("token" + i));
        }
        // What took the cluster longer than a guest should wait is there as well, a little later.
        until(() -> kept() == 300);

        members.getFirst().terminate();

        for (int i = 0; i < 300; i++) {
            for (Sessions each : sessions.subList(1, REPLICAS)) {
                assertThat(each.get("id" + i).orElseThrow().token()).isEqualTo("token" + i);
            }
        }
        assertThat(sessions.get(1).get("another")).isEmpty();

        // The last one is not a majority: what it has may be old.
        members.get(1).terminate();
        until(() -> !members.get(2).isUsed());
        assertThat(sessions.get(2).get("id1")).isEmpty();
        sessions.get(2).put("late", session("late"));
        assertThat(own.get(2).get("late")).isPresent();
    }

    @Test
    void tellsAStrangerNothingAndIsNotLedAstray() {
        List<Sessions> sessions = start();
        sessions.get(0).put("id", session("secret-token"));
        sessions.get(0).put("other", session("other-token"));
        until(() -> kept() == 2);

        HazelcastInstance stranger =
                Hazelcast.newHazelcastInstance(
                        HazelcastConfig.of(settings(ports.get(REPLICAS)), Cluster.SESSIONS, MOST));
        try {
            IMap<String, byte[]> map = stranger.getMap(Cluster.SESSIONS);
            assertThat(map.keySet()).hasSize(2).doesNotContain("id", "other");
            map.values()
                    .forEach(value ->
                            assertThat(new String(value, ISO_8859_1)).doesNotContain("token"));

            // While it may still prove itself: what it writes is not taken for ours.
            List<String> keys = List.copyOf(map.keySet());
            byte[] first = Objects.requireNonNull(map.get(keys.get(0)));
            map.set(keys.get(0), Objects.requireNonNull(map.get(keys.get(1))));
            map.set(keys.get(1), first);
            assertThat(sessions.get(1).get("id")).isEmpty();
            map.set(keys.get(0), new byte[100]);
            assertThat(sessions.get(1).get("id")).isEmpty();
            stranger.getTopic(Cluster.PROOFS).publish(new Payload());
            stranger.getTopic(Cluster.PROOFS).publish("text");
            stranger.getTopic(Cluster.PROOFS).publish(new byte[69]);

            until(() -> members.stream().noneMatch(Cluster::isUsed));
            sessions.get(2).put("late", session("late"));
            assertThat(own.get(2).get("late")).isPresent();
            assertThat(sessions.get(1).get("other")).isEmpty();
        } finally {
            stranger.shutdown();
        }
        assertThat(Payload.read).isFalse();
        until(() -> members.stream().allMatch(ClusterTest::isWhole));
        sessions.get(0).put("id", session("again"));
        assertThat(sessions.get(1).get("id").orElseThrow().token()).isEqualTo("again");
    }

    /// An object of a class that members have and must not read.
    private static final class Payload implements Serializable {
        private static final long serialVersionUID = 1L;
        static volatile boolean read;

        private Object readResolve() {
            read = true;
            return this;
        }
    }
}
