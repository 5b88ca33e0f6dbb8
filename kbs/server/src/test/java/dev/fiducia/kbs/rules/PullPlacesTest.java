package dev.fiducia.kbs.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fiducia.initdata.InitdataDocument;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.charset.StandardCharsets;

class PullPlacesTest {
    private static final String REGISTRIES =
            """
            [kbc]
            name = "cc_kbc"
            url = "https://kbs.example.com"
            [image]
            [[image.registry_config.registry]]
            prefix = "plain.example.com"
            insecure = true
            [[image.registry_config.registry]]
            prefix = "ours.example.com/team"
            location = "inner.example.com:5000/x"
            [[image.registry_config.registry.mirror]]
            location = "mirror.example.com/y"
            insecure = true
            [[image.registry_config.registry]]
            prefix = "*.wild.example.com"
            [[image.registry_config.registry.mirror]]
            location = "near.example.com"
            [[image.registry_config.registry]]
            location = "docker.io/library"
            insecure = true
            """;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "other.io/web:1 | other.io/web:1 SECURE",
                "plain.example.com/web | plain.example.com/web INSECURE",
                "plain.example.com.evil.io/web | plain.example.com.evil.io/web SECURE",
                "ours.example.com/team/web:1 |"
                        + " inner.example.com:5000/x/web:1 SECURE, mirror.example.com/y/web:1 INSECURE",
                "ours.example.com/teams/web | ours.example.com/teams/web SECURE",
                "a.wild.example.com/web | a.wild.example.com/web SECURE, near.example.com/web SECURE",
                "wild.example.com/web | wild.example.com/web SECURE",
                "nginx | docker.io/library/nginx INSECURE"
            })
    void followsTheGuestsRegistries(String image, String expected) throws Exception {
        PullPlaces places = PullPlaces.of(document(REGISTRIES));

        assertThat(places.of(image))
                .extracting(place -> place.image() + " " + place.transport())
                .containsExactly(expected.split(", "));
    }

    /// The host of a peer pod puts its own `cdh.toml` where the document brings none.
    @Test
    void refusesToGuessWhatAnUnmeasuredFileSays() throws Exception {
        InitdataDocument bare =
                InitdataDocument.parse(
                        "algorithm = \"sha256\"\nversion = \"0.1.0\"\n[data]\n"
                                .getBytes(StandardCharsets.UTF_8));

        assertThatThrownBy(() -> PullPlaces.of(bare))
                .isInstanceOf(PullPlaces.UnknownException.class)
                .hasMessageContaining("no cdh.toml");
    }

    @Test
    void withoutRegistriesImagesComeFromWhereTheyAreNamed() throws Exception {
        InitdataDocument plain = document("[kbc]\nname = \"cc_kbc\"\nurl = \"https://a.io\"\n");

        assertThat(PullPlaces.of(plain).of("a.io/b"))
                .extracting(place -> place.image() + " " + place.transport())
                .containsExactly("a.io/b SECURE");
    }

    @ParameterizedTest
    @CsvSource({
        "[image",
        "'[image]\nregistry_configuration_uri = \"kbs:///default/registries/test\"'"
    })
    void refusesToGuess(String cdh) {
        assertThatThrownBy(() -> PullPlaces.of(document(cdh + "\n")))
                .isInstanceOf(PullPlaces.UnknownException.class)
                .hasMessageContaining("unknown");
    }

    private static InitdataDocument document(String cdh) throws Exception {
        return InitdataDocument.parse(
                ("algorithm = \"sha256\"\nversion = \"0.1.0\"\n[data]\n\"cdh.toml\" = '''\n"
                                + cdh
                                + "'''\n")
                        .getBytes(StandardCharsets.UTF_8));
    }
}
