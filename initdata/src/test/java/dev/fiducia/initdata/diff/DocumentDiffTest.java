package dev.fiducia.initdata.diff;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fiducia.initdata.InitdataDocument;
import dev.fiducia.initdata.InitdataException;
import dev.fiducia.initdata.lint.LintOptions;
import dev.fiducia.initdata.lint.catalogue.Catalogue;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

class DocumentDiffTest {
    private static final InstantSource CLOCK =
            InstantSource.fixed(Instant.parse("2026-11-22T08:00:00Z"));

    private static final String DOCUMENT =
            """
            algorithm = "sha256"
            version = "0.1.0"

            [data]
            "aa.toml" = '''
            [token_configs.kbs]
            url = "https://kbs.example.com"
            '''
            "policy.rego" = '''
            package agent_policy
            default ExecProcessRequest := false
            policy_data := {"containers": [{"OCI": {"Annotations": {"io.kubernetes.cri.image-name": "a.example/one:1"}}}]}
            '''
            """;

    private static DocumentDiff.Side side(String text) {
        try {
            InitdataDocument document =
                    InitdataDocument.parse(text.getBytes(StandardCharsets.UTF_8));
            return new DocumentDiff.Side(
                    "x",
                    document,
                    Catalogue.linter().lint(document.raw(), LintOptions.prod(CLOCK)).findings());
        } catch (InitdataException e) {
            throw new IllegalStateException(e);
        }
    }

    private static DocumentDiff diff(String before, String after) {
        return DocumentDiff.of(side(before), side(after));
    }

    @Test
    void saysNothingOfTheSame() {
        DocumentDiff diff = diff(DOCUMENT, DOCUMENT);
        assertThat(diff.isEmpty()).isTrue();
        assertThat(diff.keys()).isEmpty();
        assertThat(diff.values()).isEmpty();
        assertThat(diff.findings()).isEmpty();
        assertThat(DiffOutput.text(diff)).isEqualTo("identical\n");
    }

    @Test
    void namesTheSettingThatChanged() {
        DocumentDiff diff =
                diff(DOCUMENT, DOCUMENT.replace("https://kbs.example.com", "http://kbs.other"));
        assertThat(diff.keys())
                .containsExactly(
                        new Change(
                                "data.aa.toml.token_configs.kbs.url",
                                Optional.of("\"https://kbs.example.com\""),
                                Optional.of("\"http://kbs.other\"")));
        assertThat(diff.openness()).isEmpty();
        assertThat(diff.findings()).anySatisfy(f -> assertThat(f.id()).isEqualTo("NET101"));
        assertThat(diff.values()).extracting(Change::name).contains("digest", "snp.host_data");
        assertThat(diff.unified()).contains("-url = \"https://kbs.example.com\"\n");
    }

    @Test
    void namesTheRequestThatBecameOpen() {
        DocumentDiff diff =
                diff(
                        DOCUMENT,
                        DOCUMENT.replace(
                                "ExecProcessRequest := false", "ExecProcessRequest := true"));
        assertThat(diff.openness())
                .containsExactly(
                        new Change(
                                "ExecProcessRequest", Optional.of("closed"), Optional.of("open")));
        assertThat(diff.findings()).anySatisfy(f -> assertThat(f.id()).isEqualTo("POL305"));
        assertThat(DiffOutput.text(diff)).contains("ExecProcessRequest: closed → open");
    }

    @Test
    void namesTheImagesThatChanged() {
        DocumentDiff diff = diff(DOCUMENT, DOCUMENT.replace("one:1", "two:2"));
        assertThat(diff.imagesRemoved()).containsExactly("a.example/one:1");
        assertThat(diff.imagesAdded()).containsExactly("a.example/two:2");
    }

    @Test
    void tellsOfAPolicyThatIsGone() {
        String without = DOCUMENT.substring(0, DOCUMENT.indexOf("\"policy.rego\""));
        DocumentDiff diff = diff(DOCUMENT, without);
        assertThat(diff.openness())
                .contains(new Change("policy", Optional.empty(), Optional.of("absent")));
        assertThat(DiffOutput.json(diff).at("/identical").asBoolean()).isFalse();
    }
}
