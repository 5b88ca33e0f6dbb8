package dev.fiducia.ha.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fiducia.ha.seal.KeyRing;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;

class ClockDifferenceTest {

    @TempDir Path folder;

    /// The server's clock is this machine's.
    @ParameterizedTest
    @ValueSource(longs = {-3600, 100})
    void showsHowFarAClockIsFromTheServers(long seconds) {
        Duration error = Duration.ofSeconds(seconds);
        InstantSource wrong = () -> InstantSource.system().instant().plus(error);
        KeyRing ring = KeyRing.openOrCreate(folder.resolve("keys"));
        try (PostgresRecordStore store =
                PostgresRecordStore.open(
                        TestPostgres.settings(TestPostgres.newDatabase()), ring, wrong)) {
            ClockDifference found = store.clockDifference();
            Duration off = found.ahead().minus(error).abs();
            // The server tells milliseconds.
            assertThat(off).isLessThanOrEqualTo(found.within().plusMillis(2));
            assertThat(found.exceeds(error.abs().plusSeconds(1))).isFalse();
            assertThat(found.within()).isLessThan(Duration.ofSeconds(30));
        }
    }
}
