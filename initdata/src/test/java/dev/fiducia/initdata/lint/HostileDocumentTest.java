package dev.fiducia.initdata.lint;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;

import dev.fiducia.initdata.InitdataAnnotation;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Documents that are made to cost: refused, or judged, with a bounded use of memory. What they
/// cost in time is measured by `HostileInitdata` of kbs/bench.
class HostileDocumentTest {

    private static final Draft GOOD = Draft.good();
    private static final int FULL = 500_000;

    /// Bytes that may be allocated, three times what it takes today before code is compiled, which
    /// takes more.
    private static final long MOST_REFUSED = 32 << 20;

    private static final long MOST_JUDGED = 1L << 30;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    record Hostile(String name, String text) {

        static Hostile of(String name, String text) {
            return new Hostile(name, text);
        }

        byte[] bytes() {
            return text.getBytes(StandardCharsets.UTF_8);
        }

        /// Something repeated in `[data]` until the document is nearly as large as may be.
        static Hostile filled(String what, String piece) {
            return of(what, GOOD.text() + "'more' = '''\n" + repeated(piece) + "\n'''\n");
        }

        static String repeated(String piece) {
            return piece.repeat(FULL / piece.getBytes(StandardCharsets.UTF_8).length);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static List<Hostile> refused() {
        String bomb = InitdataAnnotation.encode(new byte[64 << 20]);
        return List.of(
                Hostile.of("bomb", bomb),
                Hostile.of("wrapped bomb", bomb.replaceAll("(.{76})", "$1\n")),
                Hostile.of("4 MiB", "\0".repeat(4 << 20)),
                Hostile.of("4 MiB of text", "x".repeat(4 << 20)),
                Hostile.of("arrays in arrays", "a = " + "[".repeat(200_000)),
                Hostile.of("tables in tables", "a = " + "{a=".repeat(150_000)),
                Hostile.of("keys in keys", "a" + ".a".repeat(200_000) + " = 1"));
    }

    static List<Hostile> full() {
        return List.of(
                Hostile.filled("tokens that are none", "eyJeyJeyJ"),
                Hostile.filled("points", "eyJ."),
                Hostile.filled("keys without end", "PRIVATE KEY "),
                Hostile.filled("beginnings", "-----BEGIN CERTIFICATE-----"),
                Hostile.filled("addresses", "://a:b"),
                Hostile.filled("passwords", "password = "),
                Hostile.filled("real passwords", "password = 'hunter22'\n"),
                Hostile.filled("placeholders", "${"),
                Hostile.filled("contexts", "current-context:"),
                Hostile.filled("blank lines", "\n"),
                Hostile.filled("wide characters", "😀"),
                Hostile.of("one long name", "'" + "n".repeat(FULL) + "' = 1\n" + GOOD.text()),
                Hostile.of("many members", GOOD.text() + members()),
                Hostile.of("many keys", GOOD.with("init_pcr = 17", members()).text()),
                Hostile.of("escapes", GOOD.text() + "x = \"" + "\\n".repeat(FULL / 2) + "\"\n"),
                Hostile.of(
                        "certificates",
                        GOOD.withFirst(Draft.CERTIFICATE, Hostile.repeated(Draft.CERTIFICATE))
                                .text()
                                .substring(0, FULL)));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void isRefusedWithoutHeapGrowth(Hostile hostile) {
        byte[] submitted = hostile.bytes();
        lint(submitted);
        long before = allocated();
        LintReport report = lint(submitted);
        long spent = allocated() - before;
        assertThat(report.isAcceptable()).isFalse();
        assertThat(report.document()).isEmpty();
        assertThat(report.findings()).extracting(Finding::id).containsAnyOf("ID001", "ID012");
        assertThat(spent).isLessThan(MOST_REFUSED);
    }

    @ParameterizedTest
    @MethodSource("full")
    void isJudgedInBoundedSpace(Hostile hostile) {
        byte[] submitted = hostile.bytes();
        lint(submitted);
        long before = allocated();
        LintReport report = lint(submitted);
        long spent = allocated() - before;
        assertThat(report.findings()).isNotEmpty();
        assertThat(report.findings().size())
                .isLessThanOrEqualTo(Findings.MOST * Draft.LINTER.catalogue().size());
        assertThat(report.findings())
                .allSatisfy(finding ->
                        assertThat(finding.location().fullPath().length()).isLessThan(300));
        assertThat(spent).isLessThan(MOST_JUDGED);
    }

    @Test
    void whatIsNotToldIsCounted() {
        LintReport report = lint(Hostile.filled("passwords", "password = 'hunter22'\n").bytes());
        assertThat(report.of("ID013")).hasSize(Findings.MOST);
        assertThat(report.omitted()).isPositive();
    }

    private static LintReport lint(byte[] submitted) {
        return Draft.LINTER.lint(submitted, GOOD.options());
    }

    private static String members() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; text.length() < FULL - 10_000; i++) {
            text.append("aa").append(i).append(" = ''\n");
        }
        return text.toString();
    }

    /// Bytes that this thread ever allocated: unlike time, the same on a busy machine.
    private static long allocated() {
        return THREADS.getCurrentThreadAllocatedBytes();
    }
}
