package dev.fiducia.initdata.lint.hub;

import dev.fiducia.initdata.config.CdhConfig;
import dev.fiducia.initdata.config.ImageConfig;
import dev.fiducia.initdata.config.Located;
import dev.fiducia.initdata.lint.Findings;
import dev.fiducia.initdata.lint.LintContext;
import dev.fiducia.initdata.lint.Location;
import dev.fiducia.initdata.lint.Rule;
import dev.fiducia.initdata.lint.RuleInfo;

import java.util.List;
import java.util.Optional;

/// Whether images are checked before they run.
final class ImagePolicyRules {

    private ImagePolicyRules() {}

    static List<Rule> all() {
        return List.of(
                Rule.of(
                        RuleInfo.of(
                                "CDH201",
                                "E",
                                "W",
                                "no image security policy",
                                "guests run whatever image the host has them pull"),
                        ImagePolicyRules::none),
                Rule.of(
                        RuleInfo.of(
                                "CDH202",
                                "EW",
                                "an inline image policy that accepts anything, or can't be read",
                                "guests run images that nobody signed, or none at all"),
                        ImagePolicyRules::inline),
                Rule.of(
                        RuleInfo.of(
                                "CDH203",
                                "W",
                                "an image policy twice: by address and inline",
                                "the one at the address wins, and readers look at the other"),
                        ImagePolicyRules::both),
                Rule.of(
                        RuleInfo.of(
                                "CDH210",
                                "I",
                                "[image] is missing",
                                "the kernel command line decides, which not every platform measures"),
                        ImagePolicyRules::noTable));
    }

    private static void none(LintContext context, Findings findings) {
        CdhConfig config = context.cdhConfig().orElse(null);
        if (config == null || checksImages(config)) {
            return;
        }
        Location location =
                config.image()
                        .map(image -> context.location("cdh.toml", "image", image.place()))
                        .orElseGet(() -> fileLocation(context));
        findings.add(
                context.options().errorUnlessDev(),
                location,
                "no image_security_policy_uri and no image_security_policy: images are not checked",
                "add image_security_policy_uri = \"kbs:///default/security-policy/NAME\" to [image]");
    }

    /// Whether a configuration names an image policy at all.
    private static boolean checksImages(CdhConfig config) {
        return config.image()
                .filter(image ->
                        image.securityPolicyUri().isPresent() || image.securityPolicy().isPresent())
                .isPresent();
    }

    private static Location fileLocation(LintContext context) {
        return context.member("cdh.toml").map(file -> file.location()).orElse(Location.DOCUMENT);
    }

    private static Optional<ImageConfig> image(LintContext context) {
        return context.cdhConfig().flatMap(config -> config.image());
    }

    private static void inline(LintContext context, Findings findings) {
        Located<String> text = image(context).flatMap(image -> image.securityPolicy()).orElse(null);
        if (text == null) {
            return;
        }
        Location location = context.location("cdh.toml", text);
        InlineImagePolicy policy = InlineImagePolicy.parse(text.value()).orElse(null);
        if (policy == null || !policy.hasDefault()) {
            findings.error(
                    location,
                    policy == null
                            ? "image_security_policy is not a JSON object: no image can be pulled"
                            : "image_security_policy has no default: no image can be pulled",
                    "write it as in containers-policy.json(5), with \"default\": [{\"type\": \"reject\"}]");
            return;
        }
        if (policy.acceptsByDefault()) {
            findings.error(
                    location,
                    "image_security_policy accepts any image by default",
                    "make the default reject, and name the registries with what must have signed their images");
        }
        if (policy.acceptsSomewhere()) {
            findings.warn(
                    location,
                    "image_security_policy accepts any image of some registries",
                    "demand signatures there too");
        }
    }

    private static void both(LintContext context, Findings findings) {
        image(context)
                .filter(image -> image.securityPolicyUri().isPresent())
                .flatMap(image -> image.securityPolicy())
                .ifPresent(inline ->
                        findings.warn(
                                context.location("cdh.toml", inline),
                                "image_security_policy has no effect next to image_security_policy_uri",
                                "remove the one that is not meant"));
    }

    private static void noTable(LintContext context, Findings findings) {
        if (context.cdhConfig().filter(config -> config.image().isEmpty()).isPresent()) {
            findings.inform(
                    fileLocation(context),
                    "[image] is missing: how images are pulled is up to the kernel command line",
                    "add [image] with what should hold");
        }
    }
}
