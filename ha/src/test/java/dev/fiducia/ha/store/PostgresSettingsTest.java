package dev.fiducia.ha.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fiducia.ha.store.PostgresSettings.Server;
import dev.fiducia.ha.store.PostgresSettings.Trust;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

class PostgresSettingsTest {

    private static PostgresSettings settings(String url, Trust trust) {
        PostgresSettings.Address address = PostgresSettings.parse(url);
        return new PostgresSettings(
                address.servers(), address.database(), "fiducia", Optional.empty(), trust, 8);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "postgresql://",
                "postgresql://db",
                "postgresql://db/",
                "postgresql:///fiducia",
                "postgresql://user@db/fiducia",
                "postgresql://user:word@db/fiducia",
                "postgresql://db/fiducia?sslmode=disable",
                "postgresql://db/fiducia#x",
                "postgresql://db,/fiducia",
                "postgresql://db:0/fiducia",
                "postgresql://db:65536/fiducia",
                "postgresql://db:5432x/fiducia",
                "postgresql://[::1/fiducia",
                "postgresql://d b/fiducia",
                "postgresql://db/fid ucia",
                "postgresql://db/fiducia/x",
                "jdbc:postgresql://db/fiducia",
                "POSTGRESQL://db/fiducia"
            })
    void refusesOtherUrls(String url) {
        assertThatThrownBy(() -> PostgresSettings.parse(url))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "postgresql://db/fiducia",
                "postgresql://10.0.0.1/fiducia",
                "postgresql://127.0.0.1,db/fiducia",
                "postgresql://localhost.example.com/fiducia",
                "postgresql://127.0.0.1.example.com/fiducia"
            })
    void refusesAnotherMachineWithoutAnAuthority(String url) {
        assertThatThrownBy(() -> settings(url, new Trust.LoopbackOnly()))
                .isInstanceOf(IllegalArgumentException.class);
        settings(url, new Trust.Authority(Path.of("ca.pem")));
        settings(url, new Trust.Waived());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "postgresql://localhost/fiducia",
                "postgresql://127.0.0.1:5433/fiducia",
                "postgresql://127.8.0.1,[::1]:5433/fiducia"
            })
    void takesLoopbackAddressesAsTheyAre(String url) {
        assertThat(settings(url, new Trust.LoopbackOnly()).database()).isEqualTo("fiducia");
    }

    @Test
    void readsServersAndDatabase() {
        PostgresSettings.Address address =
                PostgresSettings.parse("postgresql://db-1:5433,db-2,[2001:db8::1]:6000/coco_kbs");
        assertThat(address.servers())
                .isEqualTo(
                        List.of(
                                new Server("db-1", 5433),
                                new Server("db-2", 5432),
                                new Server("2001:db8::1", 6000)));
        assertThat(address.database()).isEqualTo("coco_kbs");
    }
}
