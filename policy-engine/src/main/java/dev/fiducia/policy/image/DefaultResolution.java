package dev.fiducia.policy.image;

import java.util.List;

/// How images are resolved where no resolution rule is configured: names of the own project work in
/// every kind of workload, and only what execution rules judge is looked up further.
final class DefaultResolution {
    private static final List<GroupResource> WORKLOADS =
            List.of(
                    GroupResource.PODS,
                    new GroupResource("build.openshift.io", "builds"),
                    new GroupResource("", "builds"),
                    new GroupResource("batch", "jobs"),
                    new GroupResource("extensions", "replicasets"),
                    new GroupResource("apps", "replicasets"),
                    new GroupResource("", "replicationcontrollers"),
                    new GroupResource("apps", "deployments"),
                    new GroupResource("extensions", "deployments"),
                    new GroupResource("apps", "statefulsets"),
                    new GroupResource("apps", "daemonsets"),
                    new GroupResource("extensions", "daemonsets"));

    private DefaultResolution() {}

    static List<ResolutionRule> rules(ResolutionType general, List<ExecutionRule> executionRules) {
        return WORKLOADS.stream()
                .map(resource -> {
                    boolean judged = executionRules.stream().anyMatch(r -> r.covers(resource));
                    return new ResolutionRule(
                            resource, true, judged ? general : ResolutionType.DO_NOT_ATTEMPT);
                })
                .toList();
    }
}
