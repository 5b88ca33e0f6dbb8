package dev.fiducia.initdata.lint;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A document as it should be gives no finding.
class GoodDocumentTest {

    @ParameterizedTest
    @EnumSource
    void nothingIsFoundInEitherProfile(LintProfile profile) {
        assertThat(Draft.good().in(profile).report().findings()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "CCA")
    void nothingIsFoundOnPlatformsThatSha256Suits(Platform platform) {
        assertThat(Draft.good().on(platform).report().findings()).isEmpty();
    }

    @Test
    void nothingIsFoundInItsAnnotation() {
        LintReport report = Draft.good().reportAsAnnotation();
        assertThat(report.findings()).isEmpty();
        assertThat(report.isDecoded()).isTrue();
        assertThat(report.document()).isPresent();
    }
}
