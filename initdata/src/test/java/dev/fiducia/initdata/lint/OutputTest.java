package dev.fiducia.initdata.lint;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import dev.fiducia.initdata.lint.output.JsonOutput;
import dev.fiducia.initdata.lint.output.NamedReport;
import dev.fiducia.initdata.lint.output.SarifOutput;
import dev.fiducia.initdata.lint.output.TextOutput;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.Set;

class OutputTest {

    private static final Draft BAD =
            Draft.good()
                    .with(
                            "url = \"https://kbs.example.com:8443\"",
                            "url = \"http://kbs.example.com:8443\"")
                    .with("[data]", "pod_name = \"p\"\n[data]");

    private static final List<NamedReport> REPORTS =
            List.of(
                    new NamedReport("a folder/x:y.toml", BAD.report()),
                    new NamedReport("annotation", BAD.reportAsAnnotation()),
                    new NamedReport("good.toml", Draft.good().report()));

    @Test
    void textNamesThePlaceOfEachFinding() {
        String secondUrl = String.valueOf(BAD.placeOf("url = \"https").line());
        assertThat(TextOutput.of(REPORTS.getFirst()))
                .isEqualTo(
                        """
                        a folder/x:y.toml:8:1: error NET101 [data.aa.toml.token_configs.kbs.url] token_configs.kbs.url is plain HTTP
                            use https and give the service's certificate
                        a folder/x:y.toml:9:1: error NET104 [data.aa.toml.token_configs.kbs.cert] token_configs.kbs.cert is given for an address without https
                            make the address https, or remove the certificate
                        a folder/x:y.toml:LINE:1: warning NET105 [data.cdh.toml.kbc.url] kbc.url is another service than token_configs.kbs.url of aa.toml
                            give both the same address
                        a folder/x:y.toml:4:1: info ID008 [pod_name] nobody reads pod_name: it is measured, and no claim
                            keep it only to tell otherwise equal documents apart
                        a folder/x:y.toml: 2 errors, 1 warning, 1 note
                        """
                                .replace("LINE", secondUrl));
        assertThat(TextOutput.of(REPORTS.get(1))).startsWith("annotation (decoded):8:1: error");
        assertThat(TextOutput.of(REPORTS.get(2))).isEqualTo("good.toml: nothing found\n");
    }

    @Test
    void jsonHasAStableShape() {
        JsonNode output = JsonOutput.of(REPORTS);
        assertThat(output.path("schema").asText()).isEqualTo("fiducia.initdata.lint/1");
        JsonNode first = output.path("documents").get(0);
        assertThat(first.properties().stream().map(Map.Entry::getKey))
                .containsExactly(
                        "name",
                        "profile",
                        "digest",
                        "algorithm",
                        "decoded",
                        "acceptable",
                        "worst",
                        "counts",
                        "omitted",
                        "findings");
        assertThat(first.path("counts").toString())
                .isEqualTo("{\"error\":2,\"warning\":1,\"info\":1}");
        assertThat(first.path("findings").get(0).properties().stream().map(Map.Entry::getKey))
                .containsExactly(
                        "id",
                        "severity",
                        "path",
                        "file",
                        "line",
                        "column",
                        "file_line",
                        "file_column",
                        "message",
                        "fix");
        assertThat(output.path("documents").get(2).has("worst")).isFalse();
        assertThat(output.path("documents").get(2).path("acceptable").asBoolean()).isTrue();
    }

    /// The properties that the SARIF 2.1.0 schema requires, and those that viewers rely on.
    @Test
    void sarifHasWhatTheSchemaRequires() {
        JsonNode log = SarifOutput.of(REPORTS, Draft.LINTER.catalogue());
        assertThat(log.path("version").asText()).isEqualTo("2.1.0");
        assertThat(log.path("runs")).hasSize(1);
        JsonNode run = log.path("runs").get(0);
        JsonNode driver = run.path("tool").path("driver");
        assertThat(driver.path("name").asText()).isNotBlank();
        assertThat(driver.path("rules")).hasSize(Draft.LINTER.catalogue().size());
        for (JsonNode rule : driver.path("rules")) {
            assertThat(rule.path("id").asText()).matches("[A-Z]{2,3}[0-9]{3}");
            assertThat(rule.path("shortDescription").path("text").asText()).endsWith(".");
        }
        assertThat(run.path("artifacts")).hasSize(3);
        assertThat(run.path("results")).hasSize(8);
        for (JsonNode result : run.path("results")) {
            assertThat(result.path("message").path("text").asText()).isNotBlank();
            assertThat(Set.of("error", "warning", "note")).contains(result.path("level").asText());
            JsonNode rule = driver.path("rules").get(result.path("ruleIndex").asInt());
            assertThat(rule.path("id")).isEqualTo(result.path("ruleId"));
            assertThat(result.path("locations")).hasSize(1);
        }
    }

    @Test
    void sarifPlacesAreThoseOfTheFile() {
        JsonNode results =
                SarifOutput.of(REPORTS, Draft.LINTER.catalogue())
                        .path("runs")
                        .get(0)
                        .path("results");
        JsonNode first = results.get(0).path("locations").get(0);
        JsonNode physical = first.path("physicalLocation");
        assertThat(physical.path("artifactLocation").path("uri").asText())
                .isEqualTo("a%20folder/x%3Ay.toml");
        assertThat(physical.path("region").toString())
                .isEqualTo("{\"startLine\":8,\"startColumn\":1}");
        assertThat(first.path("logicalLocations").get(0).path("fullyQualifiedName").asText())
                .isEqualTo("data.aa.toml.token_configs.kbs.url");
        JsonNode decoded = results.get(4).path("locations").get(0).path("physicalLocation");
        assertThat(decoded.path("artifactLocation").path("uri").asText()).isEqualTo("annotation");
        assertThat(decoded.has("region")).isFalse();
    }
}
