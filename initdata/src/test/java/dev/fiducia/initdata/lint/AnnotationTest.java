package dev.fiducia.initdata.lint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fiducia.initdata.InitdataAnnotation;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/// Documents that come as the value of an annotation.
class AnnotationTest {

    private static final Draft GOOD = Draft.good();
    private static final String VALUE = InitdataAnnotation.encode(GOOD.bytes());

    @ParameterizedTest
    @ValueSource(
            strings = {
                "%s",
                "%s\n",
                InitdataAnnotation.KEY + ": %s\n",
                InitdataAnnotation.KEY + "=\"%s\"",
                "\"" + InitdataAnnotation.KEY + "\" : '%s'",
            })
    void aCurrentAnnotationIsNoFinding(String form) {
        LintReport report = lint(form.formatted(VALUE));
        assertThat(report.findings()).isEmpty();
        assertThat(report.document().orElseThrow().raw()).isEqualTo(GOOD.bytes());
    }

    @Test
    void theUncompressedFormIsOfThePast() {
        LintReport report = lint(Base64.getEncoder().encodeToString(GOOD.bytes()));
        assertThat(report.findings())
                .singleElement()
                .satisfies(found -> {
                    assertThat(found.id()).isEqualTo("ID015");
                    assertThat(found.severity()).isEqualTo(Severity.WARNING);
                    assertThat(found.message()).contains("not compressed");
                });
    }

    @Test
    void theNameOfThePastIsTold() {
        LintReport report = lint(InitdataAnnotation.LEGACY_KEY + ": " + VALUE);
        assertThat(report.findings())
                .singleElement()
                .satisfies(found -> {
                    assertThat(found.id()).isEqualTo("ID015");
                    assertThat(found.fix()).contains(InitdataAnnotation.KEY);
                });
    }

    @Test
    void aNameThatNobodyReadsIsTold() {
        LintReport report = lint("io.katacontainers.config.hypervisor.cc_initdata: " + VALUE);
        assertThat(report.of("ID015"))
                .singleElement()
                .satisfies(found -> assertThat(found.message()).contains("no runtime looks"));
    }

    @Test
    void lineBreaksAreToldAndReadOver() {
        String wrapped =
                Base64.getMimeEncoder(76, new byte[] {'\n'})
                        .encodeToString(Base64.getDecoder().decode(VALUE));
        LintReport report = lint(wrapped);
        assertThat(report.document()).isPresent();
        assertThat(report.findings())
                .singleElement()
                .satisfies(found -> {
                    assertThat(found.id()).isEqualTo("ID015");
                    assertThat(found.message()).contains("line breaks");
                });
    }

    @Test
    void whatIsInsideIsJudged() {
        Draft bad = GOOD.with("\"0.1.0\"", "\"0.2.0\"");
        LintReport report = bad.reportAsAnnotation();
        assertThat(report.isDecoded()).isTrue();
        assertThat(report.of("ID002"))
                .singleElement()
                .satisfies(found ->
                        assertThat(found.location().inDocument()).contains(bad.placeOf("version")));
    }

    @Test
    void aDamagedAnnotationIsAnErrorAndNothingMore() {
        LintReport report = lint(VALUE.substring(0, VALUE.length() / 8 * 4));
        assertThat(report.findings())
                .singleElement()
                .satisfies(found -> assertThat(found.id()).isEqualTo("ID001"));
        assertThat(report.isAcceptable()).isFalse();
    }

    private static LintReport lint(String submitted) {
        return Draft.LINTER.lint(submitted.getBytes(StandardCharsets.UTF_8), GOOD.options());
    }
}
