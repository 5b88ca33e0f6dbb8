package dev.fiducia.policy.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fiducia.policy.image.ImageReferenceException.Kind;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageReferenceTest {
    private static final String SHA256 = "sha256:" + "0a".repeat(32);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            textBlock =
                    """
                    ""                              | EMPTY              | 0
                    :tag                            | INVALID_PATH       | 0
                    /name                           | INVALID_PATH       | 0
                    name/                           | INVALID_PATH       | 5
                    a//b                            | INVALID_PATH       | 2
                    .name                           | INVALID_PATH       | 0
                    na..me                          | INVALID_PATH       | 3
                    na___me                         | INVALID_PATH       | 4
                    na._me                          | INVALID_PATH       | 3
                    name-                           | INVALID_PATH       | 5
                    -name                           | INVALID_PATH       | 0
                    na me                           | INVALID_PATH       | 2
                    ` name`                         | INVALID_PATH       | 0
                    name\u00e9                      | INVALID_PATH       | 4
                    \u0661\u0662                    | INVALID_PATH       | 0
                    Name                            | UPPERCASE          | 0
                    host.com/a/Name:tag             | UPPERCASE          | 11
                    test:5000/Upper/lower:tag       | UPPERCASE          | 10
                    host.com/                       | INVALID_PATH       | 9
                    name:                           | INVALID_TAG        | 5
                    name:.x                         | INVALID_TAG        | 5
                    name:-x                         | INVALID_TAG        | 5
                    name:a:b                        | INVALID_TAG        | 6
                    name:a b                        | INVALID_TAG        | 6
                    host_a.com/x                    | INVALID_HOST       | 4
                    host..com/x                     | INVALID_HOST       | 5
                    -host.com/x                     | INVALID_HOST       | 0
                    host-.com/x                     | INVALID_HOST       | 5
                    host.com:/x                     | INVALID_HOST       | 8
                    host.com:5a/x                   | INVALID_HOST       | 10
                    host:1:2/x                      | INVALID_HOST       | 6
                    [::1/x                          | INVALID_HOST       | 0
                    []:5/x                          | INVALID_HOST       | 0
                    [::1%25]:5000/x                 | INVALID_HOST       | 4
                    [::1]5000/x                     | INVALID_HOST       | 5
                    https://host.com/x              | INVALID_HOST       | 5
                    name@                           | INVALID_DIGEST     | 5
                    name@sha256                     | INVALID_DIGEST     | 5
                    name@sha256:                    | INVALID_DIGEST     | 12
                    name@sha256:0a                  | INVALID_DIGEST     | 12
                    name@:0a                        | INVALID_DIGEST     | 5
                    name@sha256+:0a                 | INVALID_DIGEST     | 5
                    name@md5:0a                     | UNSUPPORTED_DIGEST | 5
                    @sha256:0a                      | INVALID_PATH       | 0
                    """)
    void refuses(String text, Kind kind, int offset) {
        String given = text.startsWith("`") ? text.replace("`", "") : text;
        assertThatThrownBy(() -> ImageReference.parse(given))
                .isInstanceOfSatisfying(
                        ImageReferenceException.class,
                        e -> {
                            assertThat(e.kind()).isEqualTo(kind);
                            assertThat(e.offset()).isEqualTo(offset);
                        });
    }

    @Test
    void refusesDigestsOfOtherLengthOrCase() {
        for (String bad :
                new String[] {
                    "a@" + SHA256 + "0",
                    "a@" + SHA256.replace('a', 'A'),
                    "a@sha512:" + "0a".repeat(32),
                    "a@sha384:" + "0a".repeat(32),
                    "a@SHA256:" + "0a".repeat(32),
                    "a@" + SHA256 + "@" + SHA256,
                    "a@" + SHA256 + ":tag",
                }) {
            assertThatThrownBy(() -> ImageReference.parse(bad))
                    .as(bad)
                    .isInstanceOf(ImageReferenceException.class);
        }
    }

    @Test
    void boundsNameTagAndWhole() throws ImageReferenceException {
        String tag = "t".repeat(128);
        assertThat(ImageReference.parse("a:" + tag).tag()).isEqualTo(tag);
        assertRefused("a:" + tag + "t", Kind.INVALID_TAG);
        String longest = "h.com/" + "a".repeat(249);
        assertThat(ImageReference.parse(longest).name()).hasSize(255);
        assertRefused(longest + "a", Kind.NAME_TOO_LONG);
        assertThat(ImageReference.parse("a".repeat(237)).normalized().name()).hasSize(255);
        assertRefused("a".repeat(238), Kind.NAME_TOO_LONG);
        assertRefused("a".repeat(1_000_000), Kind.TOO_LONG);
        assertRefused("0a".repeat(32), Kind.NAME_IS_AN_ID);
    }

    private static void assertRefused(String text, Kind kind) {
        assertThatThrownBy(() -> ImageReference.parse(text))
                .isInstanceOfSatisfying(
                        ImageReferenceException.class, e -> assertThat(e.kind()).isEqualTo(kind));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            textBlock =
                    """
                    busybox                         | -               | busybox        | -
                    busybox:1.36                    | -               | busybox        | 1.36
                    foo/bar                         | -               | foo/bar        | -
                    different-registry/a/b:latest   | -               | different-registry/a/b | latest
                    localhost/x                     | localhost       | x              | -
                    localhost:5000/a/b:t            | localhost:5000  | a/b            | t
                    docker.io/library/busybox       | docker.io       | library/busybox | -
                    Upper/x                         | Upper           | x              | -
                    192.168.1.1:5000/a              | 192.168.1.1:5000 | a             | -
                    [2001:DB8::1]:5000/a__b--c.d    | [2001:DB8::1]:5000 | a__b--c.d   | -
                    [::1]/a                         | [::1]           | a              | -
                    xn--n3h.com/my_image:8080       | xn--n3h.com     | my_image       | 8080
                    foo/foo_bar.com:8080            | -               | foo/foo_bar.com | 8080
                    a:_.-                           | -               | a              | _.-
                    """)
    void parses(String text, String registry, String path, String tag)
            throws ImageReferenceException {
        ImageReference reference = ImageReference.parse(text);
        assertThat(reference.registry() == null ? null : reference.registry().toString())
                .isEqualTo(registry);
        assertThat(reference.path()).isEqualTo(path);
        assertThat(reference.tag()).isEqualTo(tag);
        assertThat(reference).hasToString(text);
    }

    @Test
    void readsTagAndDigestTogether() throws ImageReferenceException {
        String text = "[::1]:5000/a:t@sha512:" + "0f".repeat(64);
        ImageReference reference = ImageReference.parse(text);
        assertThat(reference.tag()).isEqualTo("t");
        assertThat(reference.digest()).isEqualTo(new ImageDigest("sha512", "0f".repeat(64)));
        assertThat(reference).hasToString(text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    busybox                        | docker.io/library/busybox
                    busybox:glibc                  | docker.io/library/busybox:glibc
                    library/busybox:1              | docker.io/library/busybox:1
                    foo/bar                        | docker.io/foo/bar
                    docker.io/busybox              | docker.io/library/busybox
                    index.docker.io/busybox        | docker.io/library/busybox
                    registry-1.docker.io/foo/bar   | docker.io/foo/bar
                    Index.Docker.IO/a/b            | docker.io/a/b
                    quay.io/x                      | quay.io/x
                    localhost/x                    | localhost/x
                    docker.io:443/x                | docker.io:443/x
                    """)
    void normalizesInAStepOfItsOwn(String text, String normalized) throws ImageReferenceException {
        ImageReference reference = ImageReference.parse(text).normalized();
        assertThat(reference).hasToString(normalized);
        assertThat(reference.normalized()).isEqualTo(reference);
        assertThat(ImageReference.parse(normalized)).isEqualTo(reference);
    }

    @ParameterizedTest
    @ValueSource(strings = {"docker.io", "DOCKER.IO", "index.docker.io", "registry-1.docker.io"})
    void dockerHubHasManyNames(String name) {
        assertThat(new RegistryHost(name, null).isSame(RegistryHost.DOCKER_HUB)).isTrue();
        assertThat(new RegistryHost(name, "443").isSame(RegistryHost.DOCKER_HUB)).isFalse();
        assertThat(new RegistryHost("x" + name, null).isSame(RegistryHost.DOCKER_HUB)).isFalse();
    }
}
