package dev.fiducia.policy.image;

import java.util.List;

/// One rule on the images that may run: all its conditions have to hold for it to match.
///
/// @param reject whether a match denies the image at once, instead of allowing it
/// @param ignoreNamespaceOverride whether a namespace can't switch the rule off
/// @param matchRegistries the registries of which one must be the image's; none sets no condition
/// @param dockerLabels labels of the image's configuration
/// @param labels requirements on the labels of the image object
/// @param annotations annotations of the image object
/// @param skipOnResolutionFailure whether the rule says nothing about images that are not resolved
public record ExecutionRule(
        String name,
        boolean reject,
        boolean ignoreNamespaceOverride,
        boolean invertMatch,
        List<GroupResource> onResources,
        boolean matchIntegratedRegistry,
        List<RegistryHost> matchRegistries,
        List<ValueCondition> dockerLabels,
        List<LabelRequirement> labels,
        List<ValueCondition> annotations,
        boolean skipOnResolutionFailure) {

    public ExecutionRule {
        onResources = List.copyOf(onResources);
        matchRegistries = List.copyOf(matchRegistries);
        dockerLabels = List.copyOf(dockerLabels);
        labels = List.copyOf(labels);
        annotations = List.copyOf(annotations);
    }

    /// Whether only the resolved image can tell.
    boolean needsMetadata() {
        return !dockerLabels.isEmpty() || !labels.isEmpty() || !annotations.isEmpty();
    }

    /// Whether it matters where the image comes from.
    boolean needsOrigin() {
        return matchIntegratedRegistry || !matchRegistries.isEmpty();
    }

    boolean covers(GroupResource resource) {
        return onResources.stream().anyMatch(on -> on.covers(resource));
    }
}
