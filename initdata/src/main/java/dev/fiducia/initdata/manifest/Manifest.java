package dev.fiducia.initdata.manifest;

import dev.fiducia.initdata.InitdataAnnotation;
import dev.fiducia.initdata.InitdataDocument;
import dev.fiducia.policy.value.RegoArray;
import dev.fiducia.policy.value.RegoObject;
import dev.fiducia.policy.value.RegoString;
import dev.fiducia.policy.value.RegoValue;
import dev.fiducia.policy.value.RegoYaml;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// What the untrusted cluster needs of a document, as YAML to apply.
public enum Manifest {
    /// The metadata of a pod or pod template.
    POD_ANNOTATION("pod-annotation") {
        @Override
        RegoValue of(String annotation) {
            return object("metadata", annotations(annotation));
        }
    },
    /// A patch of the peer pods' ConfigMap, for all pods without an annotation of their own:
    /// `kubectl patch --patch-file`, or merge it by hand.
    PEER_PODS_CONFIG_MAP("peer-pods-cm") {
        @Override
        RegoValue of(String annotation) {
            return RegoObject.builder()
                    .put("apiVersion", RegoString.of("v1"))
                    .put("kind", RegoString.of("ConfigMap"))
                    .put(
                            "metadata",
                            RegoObject.builder()
                                    .put("name", RegoString.of("peer-pods-cm"))
                                    .put(
                                            "namespace",
                                            RegoString.of(
                                                    "openshift-sandboxed-containers-operator"))
                                    .build())
                    .put("data", object(CarriedInitdata.CONFIG_MAP_KEY, RegoString.of(annotation)))
                    .build();
        }
    },
    /// A kustomize component that puts the annotation on every pod and pod template.
    KUSTOMIZE("kustomize") {
        @Override
        RegoValue of(String annotation) {
            RegoObject pod = anyNamed(annotations(annotation));
            RegoObject template =
                    anyNamed(RegoObject.EMPTY)
                            .with(
                                    RegoString.of("spec"),
                                    object(
                                            "template",
                                            object("metadata", annotations(annotation))));
            return RegoObject.builder()
                    .put("apiVersion", RegoString.of("kustomize.config.k8s.io/v1alpha1"))
                    .put("kind", RegoString.of("Component"))
                    .put(
                            "patches",
                            RegoArray.copyOf(
                                    List.of(
                                            patch("Pod", pod.with(KIND, RegoString.of("Pod"))),
                                            patch(
                                                    "Deployment|StatefulSet|DaemonSet|Job",
                                                    template.with(
                                                            KIND, RegoString.of("Deployment"))))))
                    .build();
        }
    };

    private static final RegoString KIND = RegoString.of("kind");

    private final String wireName;

    Manifest(String wireName) {
        this.wireName = wireName;
    }

    /// The name in requests and on command lines.
    public String wireName() {
        return wireName;
    }

    /// The manifest of that name.
    public static Optional<Manifest> named(String wireName) {
        return Arrays.stream(values()).filter(each -> each.wireName.equals(wireName)).findFirst();
    }

    /// The YAML for a document.
    public String write(InitdataDocument document) {
        return RegoYaml.write(of(InitdataAnnotation.encode(document.raw())));
    }

    abstract RegoValue of(String annotation);

    private static RegoObject annotations(String annotation) {
        return object("annotations", object(InitdataAnnotation.KEY, RegoString.of(annotation)));
    }

    /// A patch needs some name, which kustomize does not look at where there is a target.
    private static RegoObject anyNamed(RegoObject metadata) {
        return object("metadata", metadata.with(RegoString.of("name"), RegoString.of("any")));
    }

    private static RegoObject patch(String kinds, RegoObject patch) {
        return RegoObject.builder()
                .put("target", object("kind", RegoString.of(kinds)))
                .put("patch", RegoString.of(RegoYaml.write(patch)))
                .build();
    }

    private static RegoObject object(String key, RegoValue value) {
        return RegoObject.of(key, value);
    }
}
