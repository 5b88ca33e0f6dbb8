package dev.fiducia.policy.image;

import dev.fiducia.policy.value.RegoObject;

import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// An object that is about to be stored.
///
/// @param namespace the project it belongs to
/// @param update whether it replaces an object that is there
/// @param ignoredRules rules that the project is exempt from, unless they forbid that
public record ImageRequest(
        RegoObject object, String namespace, boolean update, Set<String> ignoredRules) {
    /// The annotation of a project that names, by commas, the rules it is exempt from.
    public static final String IGNORE_RULES = "alpha.image.policy.openshift.io/ignore-rules";

    public ImageRequest {
        ignoredRules = Set.copyOf(ignoredRules);
    }

    /// A new object in a project without exemptions.
    public static ImageRequest create(RegoObject object, String namespace) {
        return new ImageRequest(object, namespace, false, Set.of());
    }

    /// The same request with the exemptions that the project's annotations grant.
    public ImageRequest inNamespace(Map<String, String> annotations) {
        Set<String> rules =
                Arrays.stream(annotations.getOrDefault(IGNORE_RULES, "").split(",", -1))
                        .filter(name -> !name.isEmpty())
                        .collect(Collectors.toUnmodifiableSet());
        return new ImageRequest(object, namespace, update, rules);
    }
}
