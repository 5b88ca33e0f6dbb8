package dev.fiducia.initdata.lint.document;

import dev.fiducia.initdata.InitdataAnnotation;
import dev.fiducia.initdata.Pcr8;
import dev.fiducia.initdata.lint.Findings;
import dev.fiducia.initdata.lint.LintContext;
import dev.fiducia.initdata.lint.Location;
import dev.fiducia.initdata.lint.Rule;
import dev.fiducia.initdata.lint.RuleInfo;
import dev.fiducia.initdata.lint.Submission;

import java.util.List;

/// What changes the digest unseen, and the forms that are out of date.
final class TextRules {

    private TextRules() {}

    static List<Rule> all() {
        return List.of(
                Rule.of(
                        RuleInfo.of(
                                "ID005",
                                "WI",
                                "carriage returns, blanks at line ends, no final newline",
                                "editors and shells change them unseen, and the digest with them"),
                        TextRules::invisible),
                Rule.of(
                        RuleInfo.of(
                                "ID015",
                                "W",
                                "an annotation in a form of the past",
                                "components of today refuse or ignore it"),
                        TextRules::form),
                Rule.of(
                        RuleInfo.of(
                                "ID016",
                                "I",
                                "the placeholder of the cloud-api-adaptor",
                                "it stands for a pod that was started without initdata"),
                        TextRules::placeholder));
    }

    private static void invisible(LintContext context, Findings findings) {
        String text = context.text();
        int carriageReturn = text.indexOf("\r\n");
        if (carriageReturn >= 0) {
            findings.warn(
                    context.locationAt(carriageReturn),
                    "lines end with carriage returns from here on: the digest covers them",
                    "convert the file with dos2unix, or be sure that every copy has them");
        }
        int blank = firstTrailingBlank(text);
        if (blank >= 0) {
            findings.warn(
                    context.locationAt(blank),
                    "blanks at the end of a line: the digest covers them",
                    "remove them here and on the lines that follow");
        }
        if (!text.isEmpty() && !text.endsWith("\n")) {
            findings.inform(
                    context.locationAt(text.length()),
                    "no newline at the end of the document: the digest changes when a tool adds one",
                    "end the document with one newline");
        }
    }

    private static int firstTrailingBlank(String text) {
        for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', end + 1)) {
            int last = (end > 0 && text.charAt(end - 1) == '\r') ? end - 2 : end - 1;
            if (last >= 0 && isBlank(text.charAt(last))) {
                return last;
            }
        }
        int last = text.length() - 1;
        return (last >= 0 && isBlank(text.charAt(last))) ? last : -1;
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }

    private static void form(LintContext context, Findings findings) {
        Submission submission = context.submission();
        if (submission.isUncompressed()) {
            findings.warn(
                    Location.DOCUMENT,
                    "the annotation is not compressed, as it was until spring 2025",
                    "encode the document anew: gzip, then base64 without line breaks");
        }
        if (submission.isWrapped()) {
            findings.warn(
                    Location.DOCUMENT,
                    "the annotation has line breaks, which some runtimes refuse",
                    "encode with base64 -w0");
        }
        String name = submission.annotationName().orElse(InitdataAnnotation.KEY);
        if (name.equals(InitdataAnnotation.LEGACY_KEY)) {
            findings.warn(
                    Location.DOCUMENT,
                    "the annotation has its name of before August 2025",
                    "call it " + InitdataAnnotation.KEY);
        } else if (!name.equals(InitdataAnnotation.KEY)) {
            findings.warn(
                    Location.DOCUMENT,
                    "no runtime looks for initdata in an annotation of this name",
                    "call it " + InitdataAnnotation.KEY);
        }
    }

    private static void placeholder(LintContext context, Findings findings) {
        if (context.document().filter(Pcr8::isPlaceholder).isPresent()) {
            findings.inform(
                    Location.DOCUMENT,
                    "this is what the cloud-api-adaptor makes up when no initdata is configured",
                    "do not register it: every pod without initdata has it");
        }
    }
}
