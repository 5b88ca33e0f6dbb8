package dev.fiducia.initdata.lint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fiducia.initdata.lint.output.JsonOutput;
import dev.fiducia.initdata.lint.output.NamedReport;
import dev.fiducia.initdata.lint.output.SarifOutput;
import dev.fiducia.initdata.lint.output.TextOutput;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;

/// A report never repeats a secret, wherever in a document it stands and whatever is broken there.
class SecretsStaySecretTest {

    private static final String SECRET = "hunter22hunter22";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x = %s",
                "x = \"%s",
                "x = '%s' y",
                "password = \"%s\"",
                "x = \"\\%s\"",
                "# password: %s",
                "\"x\" = [%s]",
                "x = 2026-%s",
            })
    void notWhenItStandsInTheDocument(String line) {
        assertSilent(Draft.good().with("[data]", line.formatted(SECRET) + "\n[data]"));
        assertSilent(Draft.good().with("[data]", "[data]\n" + line.formatted(SECRET)));
        assertSilent(Draft.good().with("init_pcr = 17", line.formatted(SECRET)));
        assertSilent(Draft.good().with("blocked = false", line.formatted(SECRET)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://user:%s@kbs.example.com",
                "https://kbs.example.com/?token=%s",
                "%s",
                "kbs:///a/b/%s/d"
            })
    void notWhenItIsPartOfASetting(String value) {
        String url = value.formatted(SECRET);
        assertSilent(Draft.good().withFirst("https://kbs.example.com:8443", url));
        assertSilent(Draft.good().with("kbs:///default/security-policy/prod", url));
        assertSilent(Draft.good().with("cc_kbc", url));
        assertSilent(Draft.good().with("\"info\"", "\"debug=" + url + "\""));
        assertSilent(Draft.good().with("sha256", url));
        assertSilent(Draft.good().withFirst(Draft.CERTIFICATE, url));
        assertSilent(Draft.good().with("registry.example.com/mirror", url));
    }

    private static void assertSilent(Draft draft) {
        LintReport report = draft.report();
        assertThat(report.findings()).isNotEmpty();
        List<NamedReport> reports = List.of(new NamedReport("file", report));
        assertThat(TextOutput.of(reports.getFirst())).doesNotContain(SECRET);
        assertThat(JsonOutput.of(reports).toString()).doesNotContain(SECRET);
        assertThat(SarifOutput.of(reports, Draft.LINTER.catalogue()).toString())
                .doesNotContain(SECRET);
    }
}
