package dev.fiducia.policy.image;

import java.util.Set;

/// A kind of API object, `jobs` of the group `batch`; in rules `*` stands for any.
///
/// OpenShift's own resources were in the unnamed group before they had groups of their own, and
/// rules written then still name them so: there they count as the same.
public record GroupResource(String group, String resource) {
    /// What rules cover that do not say.
    public static final GroupResource PODS = new GroupResource("", "pods");

    private static final Set<String> MOVED =
            Set.of(
                    "builds.build.openshift.io",
                    "buildconfigs.build.openshift.io",
                    "deploymentconfigs.apps.openshift.io");

    /// Whether this, in a rule, covers an object's resource.
    boolean covers(GroupResource other) {
        boolean named = resource.equals(other.resource) || resource.equals("*");
        boolean sameGroup = group.equals(other.group) || group.equals("*");
        return named && (sameGroup || (group.isEmpty() && MOVED.contains(other.toString())));
    }

    @Override
    public String toString() {
        return group.isEmpty() ? resource : resource + "." + group;
    }
}
