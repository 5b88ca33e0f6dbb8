package dev.fiducia.policy.image;

import org.jspecify.annotations.Nullable;

import java.util.Map;

/// Whether a rule's conditions hold for an image, as far as that is known.
enum RuleMatch {
    YES,
    NO,
    /// The image would have to be resolved, and was not.
    UNKNOWN;

    /// A rule that allows goes by exact registries, one that rejects also by what may be the same.
    ///
    /// @param named whether the reference tells where its image comes from
    /// @param registry what the reference names, null if it names none
    /// @param integrated whether the image is in the integrated registry
    static RuleMatch of(
            ExecutionRule rule,
            boolean named,
            @Nullable RegistryHost registry,
            boolean integrated,
            @Nullable ImageMetadata image) {
        RuleMatch match =
                named || !rule.needsOrigin()
                        ? conditions(rule, registry, integrated, image)
                        : UNKNOWN;
        return rule.invertMatch() ? match.inverted() : match;
    }

    private RuleMatch inverted() {
        return switch (this) {
            case YES -> NO;
            case NO -> YES;
            case UNKNOWN -> UNKNOWN;
        };
    }

    private static RuleMatch conditions(
            ExecutionRule rule,
            @Nullable RegistryHost registry,
            boolean integrated,
            @Nullable ImageMetadata image) {
        if (rule.matchIntegratedRegistry() && !integrated) {
            return NO;
        }
        boolean anyRegistry = rule.matchRegistries().isEmpty();
        if (!anyRegistry && (registry == null || !isAmong(rule, registry))) {
            return NO;
        }
        if (!rule.needsMetadata()) {
            return YES;
        }
        return image == null ? UNKNOWN : metadata(rule, image);
    }

    private static boolean isAmong(ExecutionRule rule, RegistryHost registry) {
        boolean rejects = rule.reject() != rule.invertMatch();
        return rule.matchRegistries().stream()
                .anyMatch(one -> rejects ? one.mayBe(registry) : one.isSame(registry));
    }

    private static RuleMatch metadata(ExecutionRule rule, ImageMetadata image) {
        if (!rule.annotations().stream().allMatch(c -> c.holds(image.annotations()))
                || !rule.labels().stream().allMatch(r -> r.holds(image.labels()))) {
            return NO;
        }
        if (rule.dockerLabels().isEmpty()) {
            return YES;
        }
        Map<String, String> labels = image.dockerLabels();
        if (labels == null) {
            return UNKNOWN;
        }
        return rule.dockerLabels().stream().allMatch(c -> c.holds(labels)) ? YES : NO;
    }
}
