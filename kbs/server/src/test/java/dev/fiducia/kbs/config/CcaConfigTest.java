package dev.fiducia.kbs.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fiducia.attestation.veraison.VeraisonConfig;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;

/// Who says which Arm CCA platforms are genuine.
class CcaConfigTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://veraison.example",
                "http://10.0.0.1:8443",
                "http://127.0.0.1.example",
                "https://veraison.example/api",
                "https://user@veraison.example",
                "https://veraison.example?x",
                "https://veraison.example#x",
                "https://",
                "ftp://veraison.example",
                "mailto:a@b",
                "veraison.example",
                "https://a b"
            })
    void refusesAnAddressThatIsNoProvenHost(String address) {
        assertThat(Refused.message("[verifier.cca]\nveraison = \"" + address + "\""))
                .contains("verifier.cca.veraison: ")
                .contains("is not the https address of a host");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "veraison_key = \"k\" | veraison_key: is for the service",
                "veraison_tls_roots = [] | veraison_tls_roots: is for the service",
                "veraison_timeout_seconds = 5 | veraison_timeout_seconds: is for the service",
                "veraison_unknown_realms = true | veraison_unknown_realms: is for the service",
            })
    void refusesSettingsOfAServiceWithoutOne(String line, String message) {
        assertThat(Refused.message("[verifier.cca]\n" + line)).contains(message);
    }

    @Test
    void refusesTwoWaysToKnowPlatforms() {
        assertThat(
                        Refused.message(
                                """
                                [verifier.cca]
                                trust_anchors = ["/a.json"]
                                veraison = "https://veraison.example"
                                """))
                .contains("use one of the two");
    }

    @Test
    void warnsOfAKeyThatIsNotPinned() throws ConfigException {
        FiduciaConfig config =
                FiduciaConfig.parse(
                        "[verifier.cca]\nveraison = \"http://127.0.0.1:8443\"", "kbs-config.toml");
        assertThat(config.cca().veraison())
                .map(VeraisonConfig::service)
                .contains(URI.create("http://127.0.0.1:8443"));
        assertThat(config.notes()).anyMatch(note -> note.contains("veraison_key is not set"));
    }

    @Test
    void readsAPinnedService() throws ConfigException {
        FiduciaConfig config =
                FiduciaConfig.parse(
                        """
                        [verifier.cca]
                        veraison = "https://veraison.example:8443/"
                        veraison_key = "/v.jwk"
                        veraison_tls_roots = ["/ca.pem"]
                        veraison_timeout_seconds = 3
                        veraison_unknown_realms = true
                        """,
                        "kbs-config.toml");
        assertThat(config.notes()).isEmpty();
        assertThat(config.cca().unknownRealms()).isTrue();
        VeraisonConfig veraison = config.cca().veraison().orElseThrow();
        assertThat(veraison.key()).contains(Path.of("/v.jwk"));
        assertThat(veraison.http().total()).isEqualTo(Duration.ofSeconds(3));
        assertThat(veraison.http().roots()).containsExactly(Path.of("/ca.pem"));
    }
}
