package dev.fiducia.initdata.lint.document;

import dev.fiducia.initdata.InitdataAnnotation;
import dev.fiducia.initdata.InitdataError;
import dev.fiducia.initdata.InitdataException;
import dev.fiducia.initdata.lint.Findings;
import dev.fiducia.initdata.lint.LintContext;
import dev.fiducia.initdata.lint.Location;
import dev.fiducia.initdata.lint.Platform;
import dev.fiducia.initdata.lint.Rule;
import dev.fiducia.initdata.lint.RuleInfo;

import java.util.List;
import java.util.Set;

/// Where the document does not fit.
final class SizeRules {

    private static final int AZURE = 48 * 1024;
    private static final int AWS = 12 * 1024;
    private static final String FIX =
            "shorten it: most of it is likely the policy, or certificates that are there twice";

    private SizeRules() {}

    static List<Rule> all() {
        return List.of(
                Rule.of(
                        RuleInfo.of(
                                "ID012",
                                "EW",
                                "too large for an annotation or for a cloud's user data",
                                "Kubernetes refuses the pod, or the cloud cuts or refuses the user data"),
                        SizeRules::size));
    }

    private static void size(LintContext context, Findings findings) {
        InitdataException refusal = context.refusal().orElse(null);
        if (refusal != null && isSize(refusal.error())) {
            findings.error(Location.DOCUMENT, refusal.getMessage(), FIX);
            return;
        }
        int length = context.encodedLength();
        Set<Platform> platforms = context.options().platforms();
        if (length > InitdataAnnotation.MAX_LENGTH) {
            findings.error(
                    Location.DOCUMENT,
                    length + " characters when encoded: no annotation can carry it",
                    FIX);
        } else if (length > AZURE && mayRunOn(platforms, true)) {
            findings.warn(
                    Location.DOCUMENT,
                    length
                            + " characters when encoded: may not fit the 64 KiB of Azure's user data",
                    FIX);
        } else if (length > AWS && mayRunOn(platforms, false)) {
            findings.warn(
                    Location.DOCUMENT,
                    length + " characters when encoded: may not fit the 16 KiB of AWS's user data",
                    FIX);
        }
    }

    private static boolean isSize(InitdataError error) {
        return error == InitdataError.DOCUMENT_TOO_LARGE
                || error == InitdataError.ANNOTATION_TOO_LARGE
                || error == InitdataError.INFLATED_TOO_LARGE;
    }

    private static boolean mayRunOn(Set<Platform> platforms, boolean azure) {
        return platforms.isEmpty()
                || platforms.stream()
                        .anyMatch(each -> azure ? each.isPeerPods() : each == Platform.PEER_PODS);
    }
}
