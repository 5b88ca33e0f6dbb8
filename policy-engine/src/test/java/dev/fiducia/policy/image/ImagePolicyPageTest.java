package dev.fiducia.policy.image;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The examples of the documentation's chapter, in the order in which it has the reader try them.
class ImagePolicyPageTest {
    /// The annotated sample file; the page's line breaks restored, its call-outs left out.
    static final String SAMPLE =
            """
            admissionConfig:
              pluginConfig:
                openshift.io/ImagePolicy:
                  configuration:
                    kind: ImagePolicyConfig
                    apiVersion: v1
                    resolveImages: AttemptRewrite
                    executionRules:
                    - name: execution-denied
                      # Reject all images that have the annotation
                      # images.openshift.io/deny-execution set to true.
                      onResources:
                      - resource: pods
                      - resource: builds
                      reject: true
                      matchImageAnnotations:
                      - key: images.openshift.io/deny-execution
                        value: "true"
                      skipOnResolutionFailure: true
                    - name: allow-images-from-internal-registry
                      # allows images from the internal registry and tries to resolve them
                      onResources:
                      - resource: pods
                      - resource: builds
                      matchIntegratedRegistry: true
                    - name: allow-images-from-dockerhub
                      onResources:
                      - resource: pods
                      - resource: builds
                      matchRegistries:
                      - docker.io
                    resolutionRules:
                    - targetResource:
                        resource: pods
                      localNames: true
                      policy: AttemptRewrite
                    - targetResource:
                        group: batch
                        resource: jobs
                      localNames: true
                      policy: AttemptRewrite
            """;

    private static final String DIGEST =
            "sha256:09ce3d8b5b63595ffca6636c7daefb1a615a7c0e3f8ea68e5db044a9340d6ba8";
    private static final String INTERNAL = "172.30.1.1:5000/test/image-policy-check";

    private final Cluster cluster = new Cluster();
    private ImagePolicy policy = policy(SAMPLE);

    @BeforeEach
    void importTheImage() {
        cluster.imported("test", "image-policy-check", "latest", DIGEST);
    }

    private ImagePolicy policy(String config) {
        try {
            return new ImagePolicy(ImagePolicyConfig.parse(config), cluster, Cluster.REGISTRY);
        } catch (ImagePolicyException e) {
            throw new AssertionError(e);
        }
    }

    private ImageDecision created(String image) {
        return policy.judge(ImageRequest.create(Cluster.yaml(pod(image)), "test"));
    }

    private static String pod(String image) {
        return """
        apiVersion: v1
        kind: Pod
        metadata:
          generateName: test-pod
        spec:
          containers:
          - image: %s
            name: first
        """
                .formatted(image);
    }

    @Test
    void theTestSequenceOfThePage() {
        ImageDecision first = created("docker.io/openshift/image-policy-check:latest");
        assertThat(first.isAllowed()).isTrue();
        assertThat(first.verdicts().getFirst().rule()).isEqualTo("allow-images-from-dockerhub");

        ImageDecision second = created("different-registry/openshift/image-policy-check:latest");
        assertThat(second.isAllowed()).isFalse();
        assertThat(second.refusal().orElseThrow())
                .hasToString(
                        "The Pod \"\" is invalid: spec.containers[0].image: Forbidden: this image"
                                + " is prohibited by policy:"
                                + " (different-registry/openshift/image-policy-check:latest)"
                                + " could not be resolved to an exact image reference");

        ImageDecision third = created(INTERNAL + ":latest");
        assertThat(third.isAllowed()).isTrue();
        assertThat(third.object()).isEqualTo(Cluster.yaml(pod(INTERNAL + "@" + DIGEST)));

        ImageDecision fourth = created(INTERNAL + ":v1");
        assertThat(fourth.isAllowed()).isTrue();
        assertThat(fourth.object()).isEqualTo(Cluster.yaml(pod(INTERNAL + ":v1")));

        cluster.annotated(DIGEST, "images.openshift.io/deny-execution", "true");
        ImageDecision fifth = created(INTERNAL + ":latest");
        assertThat(fifth.isAllowed()).isFalse();
        assertThat(fifth.verdicts().getFirst().rule()).isEqualTo("execution-denied");
        assertThat(fifth.refusal().orElseThrow())
                .hasToString(
                        "The Pod \"\" is invalid: spec.containers[0].image: Forbidden: this image"
                                + " is prohibited by policy");
        assertThat(fifth.object()).isEqualTo(Cluster.yaml(pod(INTERNAL + ":latest")));
    }

    @Test
    void theRejectingExampleAloneAllowsByDefault() {
        policy =
                policy(
                        """
                        kind: ImagePolicyConfig
                        apiVersion: v1
                        executionRules:
                        - name: execution-denied
                          onResources:
                          - resource: pods
                          - resource: builds
                          reject: true
                          matchImageAnnotations:
                          - key: images.openshift.io/deny-execution
                            value: "true"
                          skipOnResolutionFailure: true
                        """);
        cluster.annotated(DIGEST, "images.openshift.io/deny-execution", "true");
        assertThat(created(INTERNAL + "@" + DIGEST).isAllowed()).isFalse();
        assertThat(created("quay.io/other@" + DIGEST).isAllowed()).isFalse();
        cluster.annotated(DIGEST, "images.openshift.io/deny-execution", "false");
        assertThat(created(INTERNAL + "@" + DIGEST).isAllowed()).isTrue();
        assertThat(created("different-registry/a:b").isAllowed()).isTrue();
    }

    @Test
    void theAllowingExampleAloneDeniesByDefault() {
        policy =
                policy(
                        """
                        kind: ImagePolicyConfig
                        apiVersion: v1
                        executionRules:
                        - name: allow-images-from-dockerhub
                          onResources:
                          - resource: pods
                          - resource: builds
                          matchRegistries:
                          - docker.io
                        """);
        assertThat(created("quay.io/a/b").isAllowed()).isFalse();
        assertThat(created(INTERNAL + ":latest").isAllowed()).isFalse();
        // Without a registry in front no value of matchRegistries matches, as the page says.
        assertThat(created("openshift/image-policy-check").isAllowed()).isFalse();
        assertThat(created("docker.io/openshift/image-policy-check").isAllowed()).isTrue();
    }

    @Test
    void buildsAreJudgedWhereTheyStart() {
        String build =
                """
                apiVersion: build.openshift.io/v1
                kind: Build
                metadata: {name: b}
                spec:
                  strategy:
                    dockerStrategy:
                      from: {kind: DockerImage, name: %s}
                """;
        assertThat(judged(build.formatted("quay.io/a")).refusal().orElseThrow().refusals())
                .extracting(FieldRefusal::field)
                .containsExactly("spec.strategy.dockerStrategy.from.name");
        assertThat(judged(build.formatted("docker.io/a/b")).isAllowed()).isTrue();
    }

    private ImageDecision judged(String object) {
        return policy.judge(ImageRequest.create(Cluster.yaml(object), "test"));
    }
}
