package dev.fiducia.kbs.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fiducia.ha.store.PostgresSettings;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// `[store]`: what is shared, and what is refused before it is.
class StoreConfigTest {

    private static StoreConfig store(String lines) throws ConfigException {
        return FiduciaConfig.parse("[store]\n" + lines, "kbs-config.toml").store();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "type = \"postgres\" | did you mean \"postgresql\"?",
                "type = \"postgresql\" | store.url: needed for PostgreSQL",
                "url = \"postgresql://localhost/x\" | only for store.type = \"postgresql\"",
                "password_file = \"/p\" | only for store.type = \"postgresql\"",
                "type = \"postgresql\"\\nurl = \"postgresql://db/x\" | store.tls_ca: needed for a database on another machine",
                "type = \"postgresql\"\\nurl = \"postgresql://127.0.0.1,db/x\" | store.tls_ca: needed for a database on another machine",
                "type = \"postgresql\"\\nurl = \"postgresql://db/x?sslmode=disable\" | without user or parameters",
                "type = \"postgresql\"\\nurl = \"postgresql://u:p@db/x\" | without user or parameters",
                "type = \"postgresql\"\\nurl = \"postgresql://db/x\"\\ntls_ca = \"/c\"\\ninsecure_plaintext = true | not together with store.tls_ca",
                "type = \"postgresql\"\\nurl = \"postgresql://localhost/x\"\\nconnections = 1 | must be from 2 to 200",
                "type = \"postgresql\"\\nurl = \"postgresql://localhost/x\"\\npassword_fle = \"x\" | did you mean password_file?",
            })
    void refuses(String lines, String message) {
        assertThat(Refused.message("[store]\n" + lines.replace("\\n", "\n"))).contains(message);
    }

    @Test
    void isEmbeddedUnlessSaidOtherwise() throws ConfigException {
        StoreConfig store = store("path = \"/data\"\n");
        assertThat(store)
                .isEqualTo(
                        new StoreConfig(
                                Path.of("/data"), Path.of("/data/key-ring"), Optional.empty()));
    }

    @Test
    void isSharedOverVerifiedTls() throws ConfigException {
        StoreConfig store =
                store(
                        """
                        type = "postgresql"
                        key_ring = "/keys/ring"
                        url = "postgresql://db-1:5433,db-2/coco"
                        user = "kbs"
                        password_file = "/keys/password"
                        tls_ca = "/keys/ca.pem"
                        connections = 8
                        """);
        assertThat(store.keyRing()).isEqualTo(Path.of("/keys/ring"));
        assertThat(store.postgresql())
                .contains(
                        new PostgresSettings(
                                List.of(
                                        new PostgresSettings.Server("db-1", 5433),
                                        new PostgresSettings.Server("db-2", 5432)),
                                "coco",
                                "kbs",
                                Optional.of(Path.of("/keys/password")),
                                new PostgresSettings.Trust.Authority(Path.of("/keys/ca.pem")),
                                8));
    }

    @Test
    void isSharedInTheClearOnlyWhereThatIsSaid() throws ConfigException {
        String url = "type = \"postgresql\"\nurl = \"postgresql://db/coco\"\n";
        assertThat(store(url + "insecure_plaintext = true\n").postgresql().orElseThrow().trust())
                .isEqualTo(new PostgresSettings.Trust.Waived());
    }
}
