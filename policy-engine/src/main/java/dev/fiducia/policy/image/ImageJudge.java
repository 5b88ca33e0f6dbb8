package dev.fiducia.policy.image;

import dev.fiducia.policy.image.ImageVerdict.Reason;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Judges the images of one object; each name is looked up once.
final class ImageJudge {
    private static final String PROHIBITED = "this image is prohibited by policy";

    private final ImagePolicyConfig config;
    private final ImageResolver resolver;
    private final GroupResource resource;
    private final ImageRequest request;
    private final boolean allNames;
    private final List<ExecutionRule> rules;
    private final Map<List<String>, Resolution> seen = new HashMap<>();

    ImageJudge(
            ImagePolicyConfig config,
            ImageResolver resolver,
            GroupResource resource,
            ImageRequest request,
            boolean allNames) {
        this.config = config;
        this.resolver = resolver;
        this.resource = resource;
        this.request = request;
        this.allNames = allNames;
        this.rules = config.rulesOn(resource);
    }

    /// The rule that decides, if one does.
    private record Ruling(Reason reason, @Nullable String rule) {}

    ImageVerdict verdict(ImageUse use) {
        if (rules.isEmpty() && !config.covers(resource)) {
            return new ImageVerdict(
                    use.place(), use.name(), Reason.NOT_COVERED, null, "", null, null);
        }
        ImageReference name = null;
        if (use.kind().equals(ImageUse.DOCKER_IMAGE)) {
            try {
                name = ImageReference.parse(use.name());
            } catch (ImageReferenceException e) {
                String why = "no image reference: " + e.getMessage();
                return verdict(use, new Ruling(Reason.UNREADABLE, null), why, null);
            }
        }
        if (!ImageUse.KINDS.contains(use.kind())) {
            String why =
                    "image policy does not allow image references of kind \"" + use.kind() + "\"";
            return verdict(use, new Ruling(Reason.UNREADABLE, null), why, null);
        }
        Resolution resolution = config.resolves(resource) ? resolution(use) : null;
        return switch (resolution) {
            case Resolution.Failed(String why) when config.requiresResolution(resource) ->
                    verdict(use, new Ruling(Reason.UNRESOLVED, null), why, null);
            case Resolution.Failed(String why) -> verdict(use, ruling(name), why, null);
            case Resolution.Found found ->
                    verdict(
                            use,
                            ruling(
                                    true,
                                    found.name().registry(),
                                    found.integrated(),
                                    found.image()),
                            "",
                            found);
            case null -> verdict(use, ruling(name), "", null);
        };
    }

    /// @param name null for a reference to an image stream, which may lead to any registry
    private Ruling ruling(@Nullable ImageReference name) {
        return ruling(name != null, name == null ? null : name.registry(), false, null);
    }

    private Resolution resolution(ImageUse use) {
        return seen.computeIfAbsent(
                List.of(use.kind(), use.namespace(), use.name()),
                key -> resolver.resolve(use, request.namespace(), allNames));
    }

    private ImageVerdict verdict(
            ImageUse use, Ruling ruling, String unresolved, Resolution.@Nullable Found found) {
        ImageVerdict verdict =
                new ImageVerdict(
                        use.place(),
                        use.name(),
                        ruling.reason,
                        ruling.rule,
                        "",
                        found == null || found.image() == null ? null : found.image().digest(),
                        null);
        if (!verdict.isAllowed()) {
            String message = unresolved.isEmpty() ? PROHIBITED : PROHIBITED + ": " + unresolved;
            return new ImageVerdict(
                    use.place(),
                    use.name(),
                    ruling.reason,
                    ruling.rule,
                    message,
                    verdict.digest(),
                    null);
        }
        if (found == null || !config.rewrites(resource, found.local())) {
            return verdict;
        }
        String exact = found.name().toString();
        return exact.equals(use.name())
                ? verdict
                : new ImageVerdict(
                        use.place(),
                        use.name(),
                        ruling.reason,
                        ruling.rule,
                        "",
                        verdict.digest(),
                        exact);
    }

    private Ruling ruling(
            boolean named,
            @Nullable RegistryHost registry,
            boolean integrated,
            @Nullable ImageMetadata image) {
        boolean own = integrated || resolver.isIntegrated(registry);
        String allowedBy = null;
        boolean anyAllows = false;
        for (ExecutionRule rule : rules) {
            anyAllows |= !rule.reject();
            if (isExempt(rule) || isSkipped(rule, image)) {
                continue;
            }
            RuleMatch match = RuleMatch.of(rule, named, registry, own, image);
            if (rule.reject() && match == RuleMatch.YES) {
                return new Ruling(Reason.RULE_REJECTS, rule.name());
            }
            if (rule.reject() && match == RuleMatch.UNKNOWN && !rule.skipOnResolutionFailure()) {
                return new Ruling(Reason.RULE_CANNOT_TELL, rule.name());
            }
            if (!rule.reject() && match == RuleMatch.YES && allowedBy == null) {
                allowedBy = rule.name();
            }
        }
        if (allowedBy != null) {
            return new Ruling(Reason.RULE_ALLOWS, allowedBy);
        }
        return new Ruling(anyAllows ? Reason.NO_RULE_ALLOWS : Reason.NO_RULE_REJECTS, null);
    }

    private boolean isExempt(ExecutionRule rule) {
        return request.ignoredRules().contains(rule.name()) && !rule.ignoreNamespaceOverride();
    }

    /// A rule to reject by what the reference says is never skipped: that much is known.
    private static boolean isSkipped(ExecutionRule rule, @Nullable ImageMetadata image) {
        return image == null
                && rule.skipOnResolutionFailure()
                && (rule.needsMetadata() || !rule.reject());
    }
}
