package dev.fiducia.ha.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fiducia.ha.seal.KeyRing;
import dev.fiducia.ha.store.Change;
import dev.fiducia.ha.store.MutableClock;
import dev.fiducia.ha.store.RecordStore;
import dev.fiducia.ha.store.SqliteRecordStore;
import dev.fiducia.ha.store.StoreException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

class StoredSessionsTest {

    private static final Duration LIFETIME = Duration.ofMinutes(5);

    @TempDir Path folder;

    private final MutableClock clock = new MutableClock();
    private RecordStore store;
    private StoredSessions sessions;

    @BeforeEach
    void open() {
        KeyRing ring = KeyRing.openOrCreate(folder.resolve("keys"));
        store = SqliteRecordStore.open(folder.resolve("store"), ring, clock);
        sessions = new StoredSessions(store, clock);
    }

    @AfterEach
    void close() {
        store.close();
    }

    private Session session(String token, Duration left) {
        return new Session(token, clock.instant().plus(left), "thumb");
    }

    @Test
    void findsNothingUnderUnknownIds() {
        assertThat(sessions.get("a")).isEmpty();
    }

    @Test
    void givesOthersWhatOneHasPut() {
        Session session = session("t".repeat(200_000), LIFETIME);
        sessions.put("a", session);
        assertThat(new StoredSessions(store, clock).get("a")).contains(session);
    }

    @Test
    void keepsTheLastOfOneId() {
        sessions.put("a", session("1", LIFETIME));
        sessions.put("a", session("2", LIFETIME));
        assertThat(sessions.get("a").orElseThrow().token()).isEqualTo("2");
    }

    @Test
    void endsASessionAtTheInstantItExpires() {
        sessions.put("a", session("t", LIFETIME));
        clock.advance(LIFETIME.minusMillis(1));
        assertThat(sessions.get("a")).isPresent();
        clock.advance(Duration.ofMillis(1));
        assertThat(sessions.get("a")).isEmpty();
    }

    @Test
    void neverKeepsAnExpiredSession() {
        sessions.put("a", session("old", LIFETIME));
        sessions.put("a", session("expired", Duration.ZERO));
        assertThat(sessions.get("a")).isEmpty();
    }

    @Test
    void sweepsWhatHasExpiredAlone() {
        sessions.put("a", session("t", LIFETIME));
        clock.advance(Duration.ofMinutes(1));
        sessions.put("b", session("t", LIFETIME));
        clock.advance(LIFETIME.minusSeconds(30));
        assertThat(sessions.sweep(LIFETIME)).isEqualTo(1);
        assertThat(sessions.get("b")).isPresent();
    }

    @Test
    void refusesDamagedRecords() {
        for (byte[] damaged : List.of(new byte[9], new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 9, 1})) {
            long version =
                    store.get(StoredSessions.NAMESPACE, "a")
                            .map(record -> record.version())
                            .orElse(Change.ABSENT);
            store.commit(List.of(new Change.Put(StoredSessions.NAMESPACE, "a", damaged, version)));
            assertThatThrownBy(() -> sessions.get("a")).isInstanceOf(StoreException.class);
        }
    }
}
