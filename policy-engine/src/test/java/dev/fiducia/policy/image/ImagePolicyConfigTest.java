package dev.fiducia.policy.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImagePolicyConfigTest {
    private static final String HEAD = "kind: ImagePolicyConfig\napiVersion: v1\n";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    resolveImage: Attempt | unknown field "resolveImage"
                    resolveImages: Always | resolveImages: must be one of
                    resolveImages: true | resolveImages: must be a string
                    executionRules: {} | executionRules: must be a list
                    executionRules: | executionRules: must be a list
                    executionRules: [{}] | executionRules[0].name: must be given
                    executionRules: [{name: ''}] | executionRules[0].name: must be given
                    executionRules: [{name: a}, {name: a}] | executionRules[1].name: Duplicate value: "a"
                    executionRules: [{name: a, rejects: true}] | executionRules[0]: unknown field "rejects"
                    executionRules: [{name: a, reject: 'true'}] | executionRules[0].reject: must be true or false
                    executionRules: [{name: a, onResources: [pods]}] | executionRules[0].onResources[0]: must be an object
                    executionRules: [{name: a, onResources: [{group: x}]}] | onResources[0].resource: must be given
                    executionRules: [{name: a, matchRegistries: [docker.io/library]}] | matchRegistries[0]: no registry
                    executionRules: [{name: a, onResources: [{resource: deployments}]}] | onResources[0]: deployments holds no images; is its group missing?
                    executionRules: [{name: a, onResources: [{resource: pod}]}] | onResources[0]: pod holds no images
                    executionRules: [{name: a, onResources: [{group: apps, resource: jobs}]}] | onResources[0]: jobs.apps holds no images
                    executionRules: [{name: a, matchRegistries: []}] | matchRegistries: is empty
                    executionRules: [{name: a, matchImageLabels: []}] | matchImageLabels: is empty
                    executionRules: [{name: a, matchImageAnnotations: []}] | matchImageAnnotations: is empty
                    executionRules: [{name: a, matchDockerImageLabels: []}] | matchDockerImageLabels: is empty
                    executionRules: [{name: a, matchRegistries: [plain]}] | matchRegistries[0]: no registry
                    executionRules: [{name: a, matchRegistries: ['*.io']}] | matchRegistries[0]: no registry
                    executionRules: [{name: a, matchImageAnnotations: [{key: k}]}] | needs either value or set: true
                    executionRules: [{name: a, matchImageAnnotations: [{key: k, value: v, set: true}]}] | needs either
                    executionRules: [{name: a, matchImageAnnotations: [{key: k, value: true}]}] | value: must be a string
                    executionRules: [{name: a, matchImageAnnotations: [{set: true}]}] | key: must be given
                    executionRules: [{name: a, matchImageLabels: [{}]}] | selects everything
                    executionRules: [{name: a, matchImageLabels: [{matchLabels: {k: 1}}]}] | matchLabels.k: must be a string
                    executionRules: [{name: a, matchImageLabels: [{matchExpressions: [{key: k, operator: Is}]}]}] | operator: must be In
                    executionRules: [{name: a, matchImageLabels: [{matchExpressions: [{key: k, operator: In}]}]}] | values: must be given
                    executionRules: [{name: a, matchImageLabels: [{matchExpressions: [{key: k, operator: Exists, values: [v]}]}]}] | only there
                    resolutionRules: [{policy: Attempt}] | resolutionRules[0].targetResource: must be given
                    resolutionRules: [{targetResource: {group: batch}}] | targetResource.resource: must be given
                    resolutionRules: [{targetResource: {resource: pods}, policy: Try}] | policy: must be one of
                    resolutionRules: [{targetResource: {resource: pods}, local: true}] | unknown field "local"
                    """)
    void refusesWithThePlace(String body, String message) {
        assertThatThrownBy(() -> ImagePolicyConfig.parse(HEAD + body))
                .isInstanceOf(ImagePolicyException.class)
                .hasMessageContaining(message);
    }

    @Test
    void aConditionThatCanNeverHoldIsRefused() {
        assertThatThrownBy(() ->
                        ImagePolicyConfig.parse(
                                HEAD
                                        + "resolveImages: DoNotAttempt\nexecutionRules:"
                                        + " [{name: a, matchImageAnnotations: [{key: k, set: true}]}]"))
                .hasMessage(
                        "executionRules[0]: images are not being resolved, this condition will"
                                + " always fail");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "kind: Pod\napiVersion: v1",
                "kind: ImagePolicyConfig",
                "kind: ImagePolicyConfig\napiVersion: v2",
                "admissionConfig: {}",
                "admissionConfig: {pluginConfig: {}}",
                "admissionConfig: {pluginConfig: {openshift.io/ImagePolicy: {}}}",
                "admissionConfig: {pluginConfig: {openshift.io/ImagePolicies: {configuration: {}}}}",
                "kind: ImagePolicyConfig\napiVersion: v1\nkind: ImagePolicyConfig",
            })
    void refusesOtherDocuments(String text) {
        assertThatThrownBy(() -> ImagePolicyConfig.parse(text))
                .isInstanceOf(ImagePolicyException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{resource: buildconfigs}",
                "{resource: '*'}",
                "{group: '*', resource: deployments}",
                "{group: batch, resource: cronjobs}",
                "{group: own.example, resource: things}",
            })
    void takesResourcesThatMayHoldImages(String resource) throws Exception {
        String rules = "executionRules: [{name: a, onResources: [" + resource + "]}]";
        assertThat(ImagePolicyConfig.parse(HEAD + rules).executionRules()).hasSize(1);
    }

    @Test
    void rulesAreOnPodsUnlessTheySay() throws Exception {
        ImagePolicyConfig config = ImagePolicyConfig.parse(HEAD + "executionRules: [{name: a}]");
        assertThat(config.executionRules().getFirst().onResources())
                .containsExactly(GroupResource.PODS);
        assertThat(config.resolveImages()).isEqualTo(ResolutionType.ATTEMPT);
    }

    @Test
    void localNamesWorkInAllWorkloadsUnlessResolutionRulesSay() throws Exception {
        ImagePolicyConfig config = ImagePolicyConfig.parse(ImagePolicyPageTest.SAMPLE);
        assertThat(config.resolutionRules()).hasSize(2);
        ImagePolicyConfig plain = ImagePolicyConfig.parse(HEAD + "executionRules: [{name: a}]");
        GroupResource deployments = new GroupResource("apps", "deployments");
        assertThat(plain.covers(deployments)).isTrue();
        assertThat(plain.rewrites(deployments, true)).isTrue();
        assertThat(plain.rewrites(deployments, false)).isFalse();
        ImagePolicyConfig none = ImagePolicyConfig.parse(HEAD + "resolutionRules: []");
        assertThat(none.covers(deployments)).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    '', pods,   '', pods, true
                    '', pods,   apps, pods, false
                    '', '*',    '', pods, true
                    '', '*',    apps, deployments, false
                    apps, '*',  apps, deployments, true
                    '*', '*',   apps, deployments, true
                    '*', pods,  apps, deployments, false
                    '', builds, build.openshift.io, builds, true
                    build.openshift.io, builds, '', builds, false
                    '', deployments, apps, deployments, false
                    """)
    void resourcesAreCoveredByNameAndGroup(
            String group, String resource, String ofGroup, String ofResource, boolean covered) {
        assertThat(
                        new GroupResource(group, resource)
                                .covers(new GroupResource(ofGroup, ofResource)))
                .isEqualTo(covered);
    }
}
