package dev.fiducia.initdata.lint.document;

import dev.fiducia.initdata.InitdataAlgorithm;
import dev.fiducia.initdata.InitdataDocument;
import dev.fiducia.initdata.lint.Findings;
import dev.fiducia.initdata.lint.LintContext;
import dev.fiducia.initdata.lint.Platform;
import dev.fiducia.initdata.lint.Rule;
import dev.fiducia.initdata.lint.RuleInfo;
import dev.fiducia.initdata.lint.Severity;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// Whether the algorithm suits the fields that platforms have for the digest.
final class PlatformRules {

    private PlatformRules() {}

    static List<Rule> all() {
        return List.of(
                Rule.of(
                        RuleInfo.of(
                                "ID006",
                                "EWI",
                                "the algorithm does not suit the platform",
                                "the digest is cut or padded; on vTPM and CCA platforms attestation fails"),
                        PlatformRules::algorithm));
    }

    private static void algorithm(LintContext context, Findings findings) {
        InitdataDocument document = context.document().orElse(null);
        if (document == null) {
            return;
        }
        Set<Platform> platforms = new TreeSet<>(context.options().platforms());
        if (platforms.isEmpty() && document.algorithm() != InitdataAlgorithm.SHA256) {
            findings.warn(
                    context.location("algorithm"),
                    "attestation agents on vTPM platforms fail on any algorithm but sha256",
                    "write \"sha256\", or name the platforms that the document is for");
        }
        for (Platform platform : platforms) {
            judge(platform, document.algorithm(), context, findings);
        }
    }

    private static void judge(
            Platform platform,
            InitdataAlgorithm algorithm,
            LintContext context,
            Findings findings) {
        if (platform.isVtpm() && algorithm != InitdataAlgorithm.SHA256) {
            add(
                    Severity.ERROR,
                    platform,
                    "PCR 8 takes 32 bytes: agents that extend it themselves fail, and so does attestation with the document's text",
                    "sha256",
                    context,
                    findings);
        } else if (platform == Platform.CCA && algorithm != InitdataAlgorithm.SHA512) {
            add(
                    Severity.WARNING,
                    platform,
                    "Kata pads the digest to 64 bytes while Trustee compares it unpadded",
                    "sha512",
                    context,
                    findings);
        } else if (algorithm.length() > field(platform)) {
            add(
                    Severity.INFO,
                    platform,
                    "the digest is cut to " + field(platform) + " bytes",
                    platform == Platform.TDX ? "sha384" : "sha256",
                    context,
                    findings);
        }
    }

    private static void add(
            Severity severity,
            Platform platform,
            String message,
            String better,
            LintContext context,
            Findings findings) {
        findings.add(
                severity,
                context.location("algorithm"),
                "on " + platform.wireName() + ": " + message,
                "write algorithm = \"" + better + "\"");
    }

    /// How many bytes of a digest the platform's field holds.
    private static int field(Platform platform) {
        return switch (platform) {
            case SNP -> 32;
            case TDX -> 48;
            case SGX, CCA, SE, SAMPLE, TPM, AZ_SNP_VTPM, AZ_TDX_VTPM, PEER_PODS -> 64;
        };
    }
}
