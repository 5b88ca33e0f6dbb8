package dev.fiducia.policy.image;

import dev.fiducia.policy.value.RegoObject;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;
import java.util.Set;

/// An object of a kind that runs images, or one that we know nothing of.
///
/// @param podSpec the fields that lead to its pod spec; null if it has none
/// @param known whether we know where this kind names images
record Workload(
        KubeObject root, GroupResource resource, @Nullable List<String> podSpec, boolean known) {
    private record Shape(Set<String> groups, String resource, @Nullable List<String> podSpec) {}

    private static final List<String> TEMPLATE = List.of("spec", "template", "spec");
    private static final Set<String> APPS = Set.of("apps", "extensions");

    private static final Map<String, Shape> KINDS =
            Map.ofEntries(
                    Map.entry("Pod", new Shape(Set.of(""), "pods", List.of("spec"))),
                    Map.entry(
                            "PodTemplate",
                            new Shape(Set.of(""), "podtemplates", List.of("template", "spec"))),
                    Map.entry(
                            "ReplicationController",
                            new Shape(Set.of(""), "replicationcontrollers", TEMPLATE)),
                    Map.entry("ReplicaSet", new Shape(APPS, "replicasets", TEMPLATE)),
                    Map.entry("Deployment", new Shape(APPS, "deployments", TEMPLATE)),
                    Map.entry("StatefulSet", new Shape(APPS, "statefulsets", TEMPLATE)),
                    Map.entry("DaemonSet", new Shape(APPS, "daemonsets", TEMPLATE)),
                    Map.entry(
                            "DeploymentConfig",
                            new Shape(
                                    Set.of("", "apps.openshift.io"),
                                    "deploymentconfigs",
                                    TEMPLATE)),
                    Map.entry("Job", new Shape(Set.of("batch"), "jobs", TEMPLATE)),
                    Map.entry(
                            "CronJob",
                            new Shape(
                                    Set.of("batch"),
                                    "cronjobs",
                                    List.of("spec", "jobTemplate", "spec", "template", "spec"))),
                    Map.entry("Build", new Shape(Set.of("", "build.openshift.io"), "builds", null)),
                    Map.entry(
                            "BuildConfig",
                            new Shape(Set.of("", "build.openshift.io"), "buildconfigs", null)));

    static Workload of(RegoObject object) throws ImagePolicyException {
        KubeObject root = KubeObject.of(object, "");
        String kind = root.text("kind");
        String version = root.text("apiVersion");
        if (kind.isEmpty() || version.isEmpty()) {
            throw new ImagePolicyException("", "kind and apiVersion must be given");
        }
        if (kind.equals("List")
                || (kind.endsWith("List") && KINDS.containsKey(kind.replaceFirst("List$", "")))) {
            throw new ImagePolicyException("kind", "a list is judged item by item");
        }
        int slash = version.indexOf('/');
        String group = slash < 0 ? "" : version.substring(0, slash);
        Shape shape = KINDS.get(kind);
        return shape != null && shape.groups.contains(group)
                ? new Workload(root, new GroupResource(group, shape.resource), shape.podSpec, true)
                : new Workload(root, new GroupResource(group, kind), null, false);
    }

    String kind() throws ImagePolicyException {
        return root.text("kind");
    }

    boolean isBuild() {
        return known && podSpec == null;
    }

    boolean isPod() {
        return known && resource.equals(GroupResource.PODS);
    }

    /// Whether a rule may be about this object's kind, of which we do not know the resource's name.
    boolean mayBeCoveredBy(GroupResource on) {
        boolean elsewhere = KINDS.values().stream().anyMatch(s -> s.resource.equals(on.resource()));
        return !elsewhere && new GroupResource(on.group(), "*").covers(resource);
    }

    /// Whether a rule names a resource that can hold images. We know all of the unnamed group and
    /// where the usual ones are, but nothing of groups that extensions bring.
    static boolean isPossible(GroupResource on) {
        if (on.resource().equals("*")) {
            return true;
        }
        List<Shape> named =
                KINDS.values().stream().filter(s -> s.resource.equals(on.resource())).toList();
        return named.isEmpty()
                ? !on.group().isEmpty()
                : named.stream()
                        .flatMap(s -> s.groups.stream().map(g -> new GroupResource(g, s.resource)))
                        .anyMatch(on::covers);
    }

    /// Whether its images can't be changed once it is there.
    boolean isImmutable() {
        return resource.resource().equals("jobs") || resource.resource().equals("builds");
    }
}
