package dev.fiducia.ha.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fiducia.ha.store.MutableClock;
import dev.fiducia.ha.store.Together;

import org.junit.jupiter.api.Test;

import java.time.Duration;

class InMemorySessionsTest {

    private final MutableClock clock = new MutableClock();
    private final InMemorySessions sessions = new InMemorySessions(3, 100, clock);

    private Session session(String token, int minutes) {
        return new Session(token, clock.instant().plus(Duration.ofMinutes(minutes)), "thumb");
    }

    @Test
    void findsNothingUnderUnknownIds() {
        assertThat(sessions.get("a")).isEmpty();
    }

    @Test
    void endsASessionAtTheInstantItExpires() {
        sessions.put("a", session("t", 5));
        clock.advance(Duration.ofMinutes(5).minusMillis(1));
        assertThat(sessions.get("a")).isPresent();
        clock.advance(Duration.ofMillis(1));
        assertThat(sessions.get("a")).isEmpty();
        assertThat(sessions.size()).isZero();
    }

    @Test
    void neverKeepsAnExpiredSession() {
        sessions.put("a", session("old", 5));
        sessions.put("a", session("expired", 0));
        assertThat(sessions.get("a")).isEmpty();
    }

    @Test
    void dropsTheOldestBeyondItsNumber() {
        for (String id : new String[] {"a", "b", "c", "d"}) {
            sessions.put(id, session(id, 5));
        }
        assertThat(sessions.size()).isEqualTo(3);
        assertThat(sessions.get("a")).isEmpty();
        assertThat(sessions.get("d")).isPresent();
    }

    @Test
    void dropsTheOldestBeyondItsSize() {
        sessions.put("a", session("x".repeat(60), 5));
        sessions.put("b", session("x".repeat(60), 5));
        assertThat(sessions.get("a")).isEmpty();
        assertThat(sessions.get("b")).isPresent();
        sessions.put("c", session("x".repeat(101), 5));
        assertThat(sessions.get("c")).isEmpty();
        assertThat(sessions.get("b")).isPresent();
    }

    @Test
    void replacesASession() {
        sessions.put("a", session("x".repeat(90), 5));
        sessions.put("a", session("y".repeat(90), 5));
        assertThat(sessions.get("a").orElseThrow().token()).startsWith("y");
        assertThat(sessions.size()).isEqualTo(1);
    }

    @Test
    void staysWithinItsBoundsUnderConcurrentUse() throws InterruptedException {
        InMemorySessions shared = new InMemorySessions(50, 10_000, clock);
        try (Together threads = new Together()) {
            threads.run(
                    16,
                    i -> {
                        for (int n = 0; n < 500; n++) {
                            String id = "s" + (i * 31 + n) % 200;
                            shared.put(id, session("token " + id, 5));
                            shared.get(id)
                                    .ifPresent(found -> assertThat(found.token()).endsWith(id));
                            if (n % 7 == 0) {
                                shared.put(id, session("expired", 0));
                            }
                        }
                        return 0;
                    });
        }
        assertThat(shared.size()).isBetween(1, 50);
    }

    @Test
    void needsRoomForOne() {
        assertThatThrownBy(() -> new InMemorySessions(0, 1, clock))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void keepsTheTokenOutOfItsText() {
        assertThat(session("secret-token", 5).toString()).doesNotContain("secret-token");
    }
}
