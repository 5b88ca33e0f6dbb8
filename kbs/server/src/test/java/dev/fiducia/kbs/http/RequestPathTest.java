package dev.fiducia.kbs.http;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestPathTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a/b",
                "/a/../b",
                "/a/./b",
                "/a/..",
                "/a/%2e%2e/b",
                "/a%2f..%2fb",
                "/a/%2E/b",
                "/a\\b",
                "/a/%5c/b",
                "/a/%00",
                "/a/%0d%0a",
                "/a/%7f",
                "/a/%c2%85",
                "/a/%",
                "/a/%4",
                "/a/%zz",
                "/a/%ff",
                "/a/%c0%af",
                "/a/%ed%a0%80"
            })
    void refusesWhatIsNotCanonical(String raw) {
        assertThat(RequestPath.parse(raw)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "/kbs/v0/resource/a/b/c, /kbs/v0/resource/a/b/c",
        "/kbs/v0/resource//a/b/c, /kbs/v0/resource/a/b/c",
        "/kbs/v0/resource/a%2Fb/c, /kbs/v0/resource/a/b/c",
        "/kbs/v0/%72esource/a/b/c, /kbs/v0/resource/a/b/c",
        "/kbs/v0/a%2Bb, /kbs/v0/a+b",
        "/kbs/v0/a+b, /kbs/v0/a+b",
        "/a/...b, /a/...b",
        "/a/%c3%bc, /a/ü",
        "/a/%252e%252e, /a/%2e%2e"
    })
    void decodesOnceAndCollapses(String raw, String canonical) {
        assertThat(RequestPath.parse(raw)).map(RequestPath::toString).contains(canonical);
    }

    @Test
    void remembersATrailingSlash() {
        assertThat(RequestPath.parse("/a/b/").orElseThrow().trailingSlash()).isTrue();
        assertThat(RequestPath.parse("/a/b").orElseThrow().trailingSlash()).isFalse();
    }

    @Property
    void neverYieldsASegmentThatClimbs(@ForAll String raw) {
        RequestPath.parse("/" + raw)
                .ifPresent(path ->
                        assertThat(path.segments())
                                .doesNotContain("", ".", "..")
                                .noneMatch(s -> s.contains("/") || s.contains("\\")));
    }
}
