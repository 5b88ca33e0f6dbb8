package dev.fiducia.initdata.lint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fiducia.initdata.Place;
import dev.fiducia.initdata.lint.output.JsonOutput;
import dev.fiducia.initdata.lint.output.NamedReport;
import dev.fiducia.initdata.lint.output.SarifOutput;
import dev.fiducia.initdata.lint.output.TextOutput;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// There is a report for whatever is handed in, with places that exist.
class LintFuzzTest {

    private static final Draft GOOD = Draft.good();
    private static final byte[] DOCUMENT = GOOD.bytes();

    @Property(tries = 300)
    void anyBytes(@ForAll @Size(max = 2000) byte[] bytes) {
        judge(bytes);
    }

    @Property(tries = 1000)
    void flippedCutAndSplicedDocuments(@ForAll("mutants") byte[] bytes) {
        judge(bytes);
    }

    @Property(tries = 600)
    void otherValuesForEveryKey(@ForAll("otherValues") String text) {
        judge(text.getBytes(StandardCharsets.UTF_8));
    }

    @Property(tries = 1000)
    void textThatLooksLikeSecrets(@ForAll("secretLike") String text) {
        judge(text.getBytes(StandardCharsets.UTF_8));
        judge(
                ("[data]\nx = \"\"\"\n" + text.replace("\\", "") + "\"\"\"\n")
                        .getBytes(StandardCharsets.UTF_8));
    }

    @Provide
    Arbitrary<String> secretLike() {
        return Arbitraries.of(
                        "password",
                        "token",
                        "auth",
                        "d",
                        "k",
                        "\"kty\"",
                        "\"",
                        "'",
                        "`",
                        "=",
                        ":",
                        ":=",
                        "==",
                        " ",
                        "\n",
                        "\r\n",
                        "#",
                        "-----BEGIN ",
                        "PRIVATE KEY",
                        "-----",
                        "eyJhbGciOiJub25lIn0",
                        ".",
                        "..",
                        "LS0tLS1CRUdJTi",
                        "ghp_",
                        "AKIA",
                        "A1B2C3D4",
                        "://",
                        "@",
                        "/",
                        "${",
                        "}",
                        "sealed.",
                        "current-context:",
                        "kind: Config",
                        "users:",
                        "é",
                        "😀",
                        "\t")
                .list()
                .ofMaxSize(12)
                .map(parts -> String.join("", parts));
    }

    @Provide
    Arbitrary<byte[]> mutants() {
        Arbitrary<Integer> at = Arbitraries.integers().between(0, DOCUMENT.length - 1);
        Arbitrary<byte[]> flipped =
                Combinators.combine(at, Arbitraries.integers().between(0, 7))
                        .as((offset, bit) -> {
                            byte[] copy = DOCUMENT.clone();
                            copy[offset] ^= (byte) (1 << bit);
                            return copy;
                        });
        Arbitrary<byte[]> cut = at.map(length -> Arrays.copyOf(DOCUMENT, length));
        Arbitrary<byte[]> spliced =
                Combinators.combine(at, at)
                        .as((from, to) -> {
                            byte[] copy = DOCUMENT.clone();
                            int count = Math.min(40, DOCUMENT.length - Math.max(from, to));
                            System.arraycopy(DOCUMENT, from, copy, to, count);
                            return copy;
                        });
        return Arbitraries.oneOf(flipped, cut, spliced);
    }

    /// The good document with what stands after one equals sign replaced.
    @Provide
    Arbitrary<String> otherValues() {
        List<String> lines = GOOD.text().lines().toList();
        List<Integer> assignments =
                IntStream.range(0, lines.size())
                        .filter(i -> lines.get(i).contains(" = "))
                        .boxed()
                        .toList();
        Arbitrary<String> value =
                Arbitraries.of(
                        "1",
                        "-1",
                        "1.5",
                        "inf",
                        "true",
                        "[]",
                        "{}",
                        "[1, 'a', {}]",
                        "\"\"",
                        "\"\\u0000\"",
                        "1979-05-27",
                        "[[]]",
                        "{a = {b = {}}}",
                        "\"://\"",
                        "\"https://\"",
                        "\"http://[::\"",
                        "\"https://a:99999\"",
                        "\"kbs:///\"",
                        "\"-----BEGIN CERTIFICATE-----\\nAA==\\n-----END CERTIFICATE-----\"",
                        "\"{\"",
                        "\"{\\\"transports\\\": 1, \\\"default\\\": {}}\"",
                        "'",
                        "");
        return Combinators.combine(Arbitraries.of(assignments), value)
                .as((index, other) -> {
                    List<String> copy = new ArrayList<>(lines);
                    String line = copy.get(index);
                    copy.set(index, line.substring(0, line.indexOf(" = ") + 3) + other);
                    return String.join("\n", copy) + "\n";
                });
    }

    private static void judge(byte[] bytes) {
        LintReport report = Draft.LINTER.lint(bytes, GOOD.options());
        assertThat(report.document().isPresent() || !report.isAcceptable()).isTrue();
        int lines =
                1
                        + (int)
                                new String(bytes, StandardCharsets.ISO_8859_1)
                                        .chars()
                                        .filter(c -> c == '\n')
                                        .count();
        for (Finding finding : report.findings()) {
            assertThat(finding.message()).isNotBlank();
            assertThat(finding.location().inDocument().map(Place::line).orElse(1))
                    .isBetween(1, lines);
        }
        NamedReport named = new NamedReport("x", report);
        assertThat(TextOutput.of(named)).isNotBlank();
        assertThat(JsonOutput.of(List.of(named))).isNotNull();
        assertThat(SarifOutput.of(List.of(named), Draft.LINTER.catalogue())).isNotNull();
    }
}
