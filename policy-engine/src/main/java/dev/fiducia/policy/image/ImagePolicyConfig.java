package dev.fiducia.policy.image;

import dev.fiducia.policy.value.RegoValue;

import java.util.List;

/// The configuration of the ImagePolicy admission plugin.
///
/// @param resolveImages what holds for objects that no resolution rule names
public record ImagePolicyConfig(
        ResolutionType resolveImages,
        List<ExecutionRule> executionRules,
        List<ResolutionRule> resolutionRules) {

    public ImagePolicyConfig {
        executionRules = List.copyOf(executionRules);
        resolutionRules = List.copyOf(resolutionRules);
    }

    /// Reads an `ImagePolicyConfig`, or the `master-config.yaml` that holds one as the
    /// configuration of the plugin `openshift.io/ImagePolicy`; YAML or JSON. Unknown fields, rules
    /// that can never hold and documents of another kind are refused.
    public static ImagePolicyConfig parse(String text) throws ImagePolicyException {
        return of(ConfigText.read(text));
    }

    /// Reads the same from a value.
    public static ImagePolicyConfig of(RegoValue document) throws ImagePolicyException {
        return ImagePolicyConfigReader.read(document);
    }

    List<ExecutionRule> rulesOn(GroupResource resource) {
        return executionRules.stream().filter(rule -> rule.covers(resource)).toList();
    }

    private List<ResolutionRule> resolutionOf(GroupResource resource) {
        return resolutionRules.stream().filter(rule -> rule.target().covers(resource)).toList();
    }

    /// Whether resolution rules are about this kind of object.
    boolean covers(GroupResource resource) {
        return !resolutionOf(resource).isEmpty();
    }

    boolean resolves(GroupResource resource) {
        return resolveImages.resolves() || covers(resource);
    }

    /// A rule may demand more than the configuration as a whole, never less.
    boolean requiresResolution(GroupResource resource) {
        return resolveImages.isRequired()
                || resolutionOf(resource).stream().anyMatch(rule -> rule.policy().isRequired());
    }

    boolean rewrites(GroupResource resource, boolean local) {
        List<ResolutionRule> rules = resolutionOf(resource);
        return rules.isEmpty()
                ? resolveImages.rewrites()
                : rules.stream().anyMatch(r -> (r.localNames() && local) || r.policy().rewrites());
    }
}
