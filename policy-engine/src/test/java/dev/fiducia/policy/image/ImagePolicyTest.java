package dev.fiducia.policy.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fiducia.policy.image.ImageVerdict.Reason;
import dev.fiducia.policy.value.RegoObject;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Map;
import java.util.Set;

class ImagePolicyTest {
    private static final String A = "sha256:" + "0a".repeat(32);
    private static final String B = "sha256:" + "0b".repeat(32);

    private final Cluster cluster =
            new Cluster().imported("p", "app", "latest", A).imported("p", "tools", "v1", B);

    private ImageDecision judge(String rules, String object) {
        return judge(rules, ImageRequest.create(Cluster.yaml(object), "p"));
    }

    private ImageDecision judge(String config, ImageRequest request) {
        try {
            ImagePolicyConfig parsed =
                    ImagePolicyConfig.parse("kind: ImagePolicyConfig\napiVersion: v1\n" + config);
            return new ImagePolicy(parsed, cluster, Cluster.REGISTRY).judge(request);
        } catch (ImagePolicyException e) {
            throw new AssertionError(e);
        }
    }

    private Reason pod(String config, String image) {
        return judge(config, podOf(image)).verdicts().getFirst().reason();
    }

    private static String podOf(String image) {
        return "{apiVersion: v1, kind: Pod, metadata: {name: x}, spec: {containers: [{image: '"
                + image
                + "'}]}}";
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    reject: true, matchRegistries: [evil.com]                     | evil.com/a      | RULE_REJECTS
                    reject: true, matchRegistries: [evil.com]                     | EVIL.com/a      | RULE_REJECTS
                    reject: true, matchRegistries: [docker.io]                    | index.docker.io/a/b | RULE_REJECTS
                    reject: true, matchRegistries: [docker.io]                    | docker.io:443/a/b | RULE_REJECTS
                    reject: true, matchRegistries: [evil.com]                     | evil.com:0443/a | RULE_REJECTS
                    reject: true, matchRegistries: [evil.com]                     | evil.com:80/a   | RULE_REJECTS
                    reject: true, matchRegistries: ['evil.com:443']               | evil.com/a      | RULE_REJECTS
                    reject: true, matchRegistries: [evil.com]                     | evil.com:5000/a | NO_RULE_REJECTS
                    reject: true, matchRegistries: [good.com], invertMatch: true  | good.com:443/a  | RULE_REJECTS
                    matchRegistries: [evil.com], invertMatch: true                | evil.com:443/a  | NO_RULE_ALLOWS
                    reject: true, matchRegistries: [evil.com], skipOnResolutionFailure: true | evil.com/a | RULE_REJECTS
                    reject: true, matchRegistries: [evil.com]                     | not an image    | UNREADABLE
                    reject: true, matchRegistries: [evil.com]                     | evil.com/A      | UNREADABLE
                    reject: true, matchRegistries: [evil.com, bad.org]            | bad.org/a       | RULE_REJECTS
                    reject: true, matchRegistries: [evil.com], invertMatch: true  | good.com/a      | RULE_REJECTS
                    reject: true, matchRegistries: [evil.com], invertMatch: true  | busybox         | RULE_REJECTS
                    reject: true, matchImageAnnotations: [{key: k, set: true}]    | quay.io/a       | RULE_CANNOT_TELL
                    reject: true, matchImageAnnotations: [{key: k, set: true}], invertMatch: true | quay.io/a | RULE_CANNOT_TELL
                    reject: true, matchImageAnnotations: [{key: k, set: true}], skipOnResolutionFailure: true | quay.io/a | NO_RULE_REJECTS
                    reject: true, matchRegistries: [evil.com], matchImageAnnotations: [{key: k, set: true}] | quay.io/a | NO_RULE_REJECTS
                    matchImageAnnotations: [{key: k, set: true}]                  | quay.io/a       | NO_RULE_ALLOWS
                    matchImageAnnotations: [{key: k, set: true}], invertMatch: true | quay.io/a     | NO_RULE_ALLOWS
                    matchRegistries: [quay.io], skipOnResolutionFailure: true     | quay.io/a       | NO_RULE_ALLOWS
                    matchRegistries: [quay.io]                                    | quay.io:443/a   | NO_RULE_ALLOWS
                    matchRegistries: [quay.io]                                    | quay.io.evil/a  | NO_RULE_ALLOWS
                    matchRegistries: [docker.io]                                  | busybox         | NO_RULE_ALLOWS
                    matchIntegratedRegistry: true                                 | quay.io/p/app   | NO_RULE_ALLOWS
                    matchIntegratedRegistry: true                                 | app             | NO_RULE_ALLOWS
                    matchRegistries: [quay.io]                                    | quay.io/a       | RULE_ALLOWS
                    matchRegistries: [quay.io:5000]                               | quay.io:5000/a  | RULE_ALLOWS
                    matchIntegratedRegistry: true                                 | 172.30.1.1:5000/p/app | RULE_ALLOWS
                    matchIntegratedRegistry: true                                 | 172.30.1.1:5000/p/none | RULE_ALLOWS
                    reject: true, matchRegistries: [evil.com]                     | quay.io/a       | NO_RULE_REJECTS
                    """)
    void oneRule(String rule, String image, Reason reason) {
        assertThat(pod("executionRules: [{name: r, " + rule + "}]", image)).isEqualTo(reason);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    {kind: ImageStreamTag, name: 'none:v1'}   | matchRegistries: [evil.com]   | RULE_CANNOT_TELL
                    {kind: ImageStreamTag, name: 'none:v1'}   | matchIntegratedRegistry: true | RULE_CANNOT_TELL
                    {kind: ImageStreamTag, name: 'tools:v1'}  | matchRegistries: [evil.com]   | NO_RULE_REJECTS
                    {kind: DockerImage, name: evil.com/a}     | matchRegistries: [evil.com]   | RULE_REJECTS
                    {kind: Unheard, name: evil.com/a}         | matchRegistries: [good.com]   | UNREADABLE
                    """)
    void rulesThatRejectWantToKnowWhereBuildsStartFrom(String from, String rule, Reason reason) {
        String build =
                "{apiVersion: build.openshift.io/v1, kind: Build, metadata: {name: b}, spec:"
                        + " {strategy: {dockerStrategy: {from: "
                        + from
                        + "}}}}";
        for (String mode : new String[] {"Attempt", "DoNotAttempt"}) {
            String config =
                    "resolveImages: "
                            + mode
                            + "\nexecutionRules: [{name: r, reject: true, onResources: [{resource:"
                            + " builds}], "
                            + rule
                            + "}]";
            assertThat(judge(config, build).verdicts().getFirst().reason()).isEqualTo(reason);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"List", "PodList", "DeploymentList"})
    void listsAreNotTakenForObjectsWithoutImages(String kind) {
        String list = "{apiVersion: v1, kind: " + kind + ", items: [" + podOf("evil.com/a") + "]}";
        String config = "executionRules: [{name: r, reject: true, matchRegistries: [evil.com]}]";
        assertThat(judge(config, list).isAllowed()).isFalse();
    }

    @Test
    void aRuleThatRejectsWinsWhereverItStands() {
        for (String order : new String[] {"%s, %s", "%2$s, %1$s"}) {
            String rules =
                    order.formatted(
                            "{name: a, matchRegistries: [quay.io]}",
                            "{name: r, reject: true, matchRegistries: [quay.io]}");
            assertThat(pod("executionRules: [" + rules + "]", "quay.io/a"))
                    .isEqualTo(Reason.RULE_REJECTS);
        }
    }

    @Test
    void theDefaultFlipsForEachKindOfObjectByItself() {
        String config =
                """
                executionRules:
                - {name: r, reject: true, matchRegistries: [evil.com]}
                - {name: a, onResources: [{group: batch, resource: jobs}], matchRegistries: [quay.io]}
                """;
        String job =
                "{apiVersion: batch/v1, kind: Job, metadata: {name: j}, spec: {template: {spec:"
                        + " {containers: [{image: other.io/a}]}}}}";
        assertThat(pod(config, "other.io/a")).isEqualTo(Reason.NO_RULE_REJECTS);
        assertThat(judge(config, job).verdicts().getFirst().reason())
                .isEqualTo(Reason.NO_RULE_ALLOWS);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    matchDockerImageLabels: [{key: d, value: 1x}]                        | true
                    matchDockerImageLabels: [{key: d, set: true}, {key: e, set: true}]   | false
                    matchDockerImageLabels: [{key: d, value: 2x}]                        | false
                    matchDockerImageLabels: [{key: l, set: true}]                        | false
                    matchImageLabels: [{matchLabels: {l: 1x}}]                           | true
                    matchImageLabels: [{matchLabels: {d: 1x}}]                           | false
                    matchImageLabels: [{matchExpressions: [{key: l, operator: In, values: [0x, 1x]}]}]  | true
                    matchImageLabels: [{matchExpressions: [{key: l, operator: NotIn, values: [1x]}]}]   | false
                    matchImageLabels: [{matchExpressions: [{key: z, operator: NotIn, values: [1x]}]}]   | true
                    matchImageLabels: [{matchExpressions: [{key: l, operator: Exists}]}]                | true
                    matchImageLabels: [{matchExpressions: [{key: l, operator: DoesNotExist}]}]          | false
                    matchImageLabels: [{matchLabels: {l: 1x}}, {matchLabels: {z: 1x}}]                  | false
                    matchImageAnnotations: [{key: a, value: 1x}]                         | true
                    matchImageAnnotations: [{key: a, value: ''}]                         | false
                    matchImageAnnotations: [{key: z, value: ''}]                         | false
                    matchImageAnnotations: [{key: a, set: true}], invertMatch: true      | false
                    """)
    void metadataOfTheResolvedImage(String condition, boolean allowed) {
        cluster.changed(A, Map.of("l", "1x"), Map.of("d", "1x"), Map.of("a", "1x"));
        ImageDecision decision =
                judge(
                        "executionRules: [{name: r, " + condition + "}]",
                        podOf("172.30.1.1:5000/p/app"));
        assertThat(decision.isAllowed()).isEqualTo(allowed);
    }

    @Test
    void unknownDockerLabelsNeverAllowAndAlwaysReject() {
        cluster.withoutDockerLabels(A);
        String rule = "executionRules: [{name: r, matchDockerImageLabels: [{key: k, set: true}]";
        String image = "172.30.1.1:5000/p/app";
        assertThat(pod(rule + "}]", image)).isEqualTo(Reason.NO_RULE_ALLOWS);
        assertThat(pod(rule + ", invertMatch: true}]", image)).isEqualTo(Reason.NO_RULE_ALLOWS);
        assertThat(pod(rule + ", reject: true}]", image)).isEqualTo(Reason.RULE_CANNOT_TELL);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    RequiredRewrite | quay.io/a               | -
                    Required        | quay.io/a               | -
                    AttemptRewrite  | quay.io/a               | quay.io/a
                    Attempt         | quay.io/a               | quay.io/a
                    DoNotAttempt    | quay.io/a               | quay.io/a
                    RequiredRewrite | 172.30.1.1:5000/p/app   | 172.30.1.1:5000/p/app@A
                    AttemptRewrite  | 172.30.1.1:5000/p/app   | 172.30.1.1:5000/p/app@A
                    Required        | 172.30.1.1:5000/p/app   | 172.30.1.1:5000/p/app
                    Attempt         | 172.30.1.1:5000/p/app   | 172.30.1.1:5000/p/app
                    DoNotAttempt    | 172.30.1.1:5000/p/app   | 172.30.1.1:5000/p/app
                    RequiredRewrite | 172.30.1.1:5000/p/app:v9 | -
                    RequiredRewrite | quay.io/any@A           | quay.io/any@A
                    RequiredRewrite | quay.io/any@sha256:0000000000000000000000000000000000000000000000000000000000000000 | -
                    """)
    void resolvesAsConfigured(String type, String image, String result) {
        String config =
                "resolveImages: "
                        + type
                        + "\nresolutionRules: [{targetResource: {resource: pods}}]\n"
                        + "executionRules: [{name: r, reject: true, matchRegistries: [evil.com]}]";
        ImageDecision decision = judge(config, podOf(image.replace("@A", "@" + A)));
        if (result.equals("-")) {
            assertThat(decision.verdicts().getFirst().reason()).isEqualTo(Reason.UNRESOLVED);
        } else {
            assertThat(decision.object())
                    .isEqualTo(Cluster.yaml(podOf(result.replace("@A", "@" + A))));
        }
    }

    @Test
    void aResolutionRuleMayDemandMore() {
        String config =
                "resolveImages: Attempt\n"
                        + "resolutionRules: [{targetResource: {resource: '*'}, policy: Required}]";
        ImageDecision decision = judge(config, podOf("172.30.1.1:5000/p/app:v9"));
        assertThat(decision.refusal().orElseThrow())
                .hasToString(
                        "The Pod \"x\" is invalid: spec.containers[0].image: Forbidden: this image"
                                + " is prohibited by policy: imagestreamtags.image.openshift.io"
                                + " \"app:v9\" not found");
    }

    @Test
    void aLookupThatFailsIsNoResolution() {
        cluster.down();
        assertThat(pod("resolveImages: Required\nexecutionRules: [{name: a}]", "p@" + A))
                .isEqualTo(Reason.UNRESOLVED);
    }

    @Test
    void bareNamesAreStreamsOnlyWhereTheStreamOrTheObjectSaysSo() {
        String config = "executionRules: [{name: own, matchIntegratedRegistry: true}]";
        assertThat(judge(config, podOf("app")).isAllowed()).isFalse();
        cluster.local("p", "app");
        ImageDecision local = judge(config, podOf("app"));
        assertThat(local.isAllowed()).isTrue();
        assertThat(local.verdicts().getFirst().rewritten()).isEqualTo("172.30.1.1:5000/p/app@" + A);
        assertThat(judge(config, podOf("app:gone")).verdicts().getFirst().rewritten())
                .isEqualTo("172.30.1.1:5000/p/app:gone");
        String asking =
                "{apiVersion: v1, kind: Pod, metadata: {annotations:"
                        + " {alpha.image.policy.openshift.io/resolve-names: '*'}}, spec:"
                        + " {containers: [{image: 'anyone/tools:v1'}]}}";
        assertThat(judge(config, asking).verdicts().getFirst().rewritten())
                .isEqualTo("172.30.1.1:5000/p/tools@" + B);
    }

    @Test
    void aProjectMayBeExemptFromRulesThatAllowThat() {
        String config =
                """
                executionRules:
                - {name: soft, reject: true, matchRegistries: [quay.io]}
                - {name: hard, reject: true, matchRegistries: [evil.com], ignoreNamespaceOverride: true}
                """;
        Map<String, String> exempt = Map.of(ImageRequest.IGNORE_RULES, "soft,hard");
        assertThat(judge(config, podOf("quay.io/a")).isAllowed()).isFalse();
        assertThat(judge(config, request("quay.io/a").inNamespace(exempt)).isAllowed()).isTrue();
        assertThat(judge(config, request("evil.com/a").inNamespace(exempt)).isAllowed()).isFalse();
    }

    private static ImageRequest request(String image) {
        return ImageRequest.create(Cluster.yaml(podOf(image)), "p");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{apiVersion: v1, kind: Pod, spec: {initContainers: [{image: evil.com/a}]}}",
                "{apiVersion: v1, kind: Pod, spec: {ephemeralContainers: [{image: evil.com/a}]}}",
                "{apiVersion: v1, kind: Pod, spec: {volumes: [{image: {reference: evil.com/a}}]}}",
                "{apiVersion: v1, kind: Pod, spec: {containers: [{image: quay.io/a}, {image: evil.com/a}]}}",
                "{apiVersion: v1, kind: Pod, spec: {containers: [{image: evil.com/a}]}}",
                "{apiVersion: v1, kind: Pod, spec: {containers: [{}]}}",
                "{apiVersion: v1, kind: Pod, spec: {containers: {image: evil.com/a}}}",
                "{apiVersion: v1, kind: Pod, spec: []}",
                "{kind: Pod, spec: {containers: [{image: evil.com/a}]}}",
                "{apiVersion: v1, spec: {containers: [{image: evil.com/a}]}}",
                "{apiVersion: v1, kind: PodTemplate, template: {spec: {containers: [{image: evil.com/a}]}}}",
                "{apiVersion: v1, kind: ReplicationController, spec: {template: {spec: {containers: [{image: evil.com/a}]}}}}",
                "{apiVersion: apps/v1, kind: Deployment, spec: {template: {spec: {containers: [{image: evil.com/a}]}}}}",
                "{apiVersion: batch/v1, kind: Job, spec: {template: {spec: {containers: [{image: evil.com/a}]}}}}",
                "{apiVersion: batch/v1, kind: CronJob, spec: {jobTemplate: {spec: {template: {spec: {containers: [{image: evil.com/a}]}}}}}}",
                "{apiVersion: apps.openshift.io/v1, kind: DeploymentConfig, spec: {template: {spec: {containers: [{image: evil.com/a}]}}}}",
                "{apiVersion: build.openshift.io/v1, kind: Build, spec: {strategy: {sourceStrategy: {from: {kind: DockerImage, name: evil.com/a}}}}}",
                "{apiVersion: build.openshift.io/v1, kind: Build, spec: {strategy: {customStrategy: {from: {name: evil.com/a}}}}}",
                "{apiVersion: build.openshift.io/v1, kind: BuildConfig, spec: {source: {images: [{from: {kind: DockerImage, name: evil.com/a}}]}}}",
                "{apiVersion: x.io/v1, kind: Unheard, spec: {containers: [{image: quay.io/a}]}}",
            })
    void everyPlaceThatNamesAnImageIsJudged(String object) {
        String config =
                "executionRules: [{name: r, reject: true, onResources: [{group: '*', resource:"
                        + " '*'}], matchRegistries: [evil.com]}]";
        assertThat(judge(config, object).isAllowed()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{apiVersion: apps/v1, kind: Deployment, spec: {template: {spec: {containers: [{image: evil.com/a}]}}}}",
                "{apiVersion: v1, kind: ConfigMap}",
                "{apiVersion: v1, kind: Pod, spec: {containers: []}}",
            })
    void whatNoRuleIsAboutPasses(String object) {
        String config =
                "resolutionRules: []\nexecutionRules: [{name: r, reject: true, matchRegistries: [evil.com]}]";
        assertThat(judge(config, object).isAllowed()).isTrue();
    }

    @Test
    void severalRefusalsAreListedOneALine() {
        ImageDecision decision =
                judge(
                        "executionRules: [{name: a, matchRegistries: [quay.io]}]\n"
                                + "resolveImages: DoNotAttempt\nresolutionRules: []",
                        "{apiVersion: v1, kind: Pod, metadata: {name: x}, spec: {containers:"
                                + " [{image: a.io/a}], initContainers: [{image: b.io/b}]}}");
        assertThat(decision.refusal().orElseThrow())
                .hasToString(
                        "The Pod \"x\" is invalid: \n"
                                + "* spec.initContainers[0].image: Forbidden: this image is prohibited"
                                + " by policy\n"
                                + "* spec.containers[0].image: Forbidden: this image is prohibited by"
                                + " policy");
    }

    @Test
    void imagesOfJobsStayWhenTheyAreUpdated() {
        RegoObject job =
                Cluster.yaml(
                        "{apiVersion: batch/v1, kind: Job, spec: {template: {spec: {containers:"
                                + " [{image: '172.30.1.1:5000/p/app'}]}}}}");
        String config =
                "resolveImages: AttemptRewrite\nresolutionRules: [{targetResource: {group: batch, resource: jobs}}]";
        ImageRequest update = new ImageRequest(job, "p", true, Set.of());
        assertThat(judge(config, update).object()).isEqualTo(job);
        assertThat(judge(config, ImageRequest.create(job, "p")).object()).isNotEqualTo(job);
    }

    @Test
    void judgingTheRewrittenObjectChangesNothingMore() {
        String config =
                "resolveImages: RequiredRewrite\nexecutionRules: [{name: own, matchIntegratedRegistry: true}]";
        ImageDecision once = judge(config, podOf("172.30.1.1:5000/p/app"));
        ImageDecision twice = judge(config, ImageRequest.create(once.object(), "p"));
        assertThat(twice.isAllowed()).isTrue();
        assertThat(twice.object()).isEqualTo(once.object());
    }
}
