package dev.fiducia.policy.constraint;

import dev.fiducia.policy.constraint.SuiteReport.OfCase;
import dev.fiducia.policy.constraint.SuiteReport.OfTest;
import dev.fiducia.policy.constraint.SuiteReport.Outcome;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/// Writes reports as `gator verify` does, which writes as `go test` does: failures, one line for
/// each suite, and PASS or FAIL at the end.
public final class SuiteText {
    /// How much is written.
    public enum Detail {
        /// What failed.
        FAILURES,
        /// Every test and case.
        ALL
    }

    private final StringBuilder out = new StringBuilder();
    private final Detail detail;

    private SuiteText(Detail detail) {
        this.detail = detail;
    }

    public static String of(List<SuiteReport> reports, Detail detail) {
        SuiteText text = new SuiteText(detail);
        reports.forEach(text::suite);
        boolean failed = reports.stream().anyMatch(SuiteReport::isFailure);
        text.line(failed ? "FAIL" : "PASS");
        return text.out.toString();
    }

    private void suite(SuiteReport report) {
        report.tests().forEach(this::test);
        line(
                (report.isFailure() ? "FAIL" : "ok")
                        + "\t"
                        + report.path()
                        + "\t"
                        + seconds(report.time()));
        report.error().ifPresent(error -> line("  " + error));
    }

    private void test(OfTest test) {
        if (test.skipped()) {
            all("=== SKIP  " + test.name());
            return;
        }
        all("=== RUN   " + test.name());
        test.cases().forEach(this::caseOf);
        if (test.outcome() == Outcome.FAILED) {
            line("--- FAIL: " + test.name() + "\t(" + seconds(test.time()) + ")");
            test.error().ifPresent(error -> line("  " + error));
        } else {
            all("--- PASS: " + test.name() + "\t(" + seconds(test.time()) + ")");
        }
    }

    private void caseOf(OfCase one) {
        if (one.outcome() == Outcome.SKIPPED) {
            all("    === SKIP  " + one.name());
            return;
        }
        all("    === RUN   " + one.name());
        String end = one.name() + "\t(" + seconds(one.time()) + ")";
        if (one.outcome() == Outcome.FAILED) {
            line("    --- FAIL: " + end);
            line("        " + one.error().orElse(""));
        } else {
            all("    --- PASS: " + end);
        }
    }

    private void all(String text) {
        if (detail == Detail.ALL) {
            line(text);
        }
    }

    private void line(String text) {
        out.append(text).append('\n');
    }

    private static String seconds(Duration time) {
        return String.format(Locale.ROOT, "%.3fs", time.toMillis() / 1000.0);
    }
}
