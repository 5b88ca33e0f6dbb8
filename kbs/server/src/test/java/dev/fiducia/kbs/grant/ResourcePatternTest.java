package dev.fiducia.kbs.grant;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;

class ResourcePatternTest {

    @ParameterizedTest
    @CsvSource({
        "a/b/c, a/b/c, true",
        "a/b/c, a/b/C, false",
        "a/b/c, a/b/cc, false",
        "a/b/*, a/b/c, true",
        "a/b/*, a/b/c.d_e-f, true",
        "a/b/*, a/bb/c, false",
        "a/*/c, a/b/c, true",
        "a/*/c, a/b/d, false",
        "*/*/*, a/b/c, true",
        "a*/b/c, a/b/c, true",
        "a*/b/c, ab/b/c, true",
        "a*/b/c, ba/b/c, false",
        "a/b.*/c, a/b.x/c, true",
        "a/b.*/c, a/bx/c, false",
        "a/b/*, a/b, false",
        "a/b/*, a/b/c/d, false",
        "*/*/*, a/b, false"
    })
    void coversWithinItsSegments(String pattern, String path, boolean covered) {
        ResourcePattern parsed = ResourcePattern.parse(pattern).orElseThrow();

        assertThat(parsed.covers(List.of(path.split("/", -1)))).isEqualTo(covered);
        assertThat(parsed).hasToString(pattern);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", "*", "a/b", "a/b/c/d", "a//c", "/a/b", "a/b/", "a/b/c*d", "a/**/c", "*a/b/c",
                "a/b/?", "a/b/[c]", "a/b/.c", "a/b/..", "a/b/c ", "a/b/%63", "a/b/ä", "a\\b\\c",
                "a/b/\n"
            })
    void refusesWhatCouldBeReadInTwoWays(String pattern) {
        assertThat(ResourcePattern.parse(pattern)).isEmpty();
    }
}
