package dev.fiducia.policy.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Files;
import java.nio.file.Path;

class AgentPolicyImagesTest {
    private static final String GOOD =
            """
            policy_data := {"containers": [
              {"OCI": {"Annotations": {"io.kubernetes.cri.container-type": "sandbox"}}},
              {"OCI": {"Annotations": {"io.kubernetes.cri.image-name": "quay.io/a/b:v1"}}}
            ]}
            """;

    private static String policy(String text) {
        return "package agent_policy\n" + text;
    }

    private static String data(String containers) {
        return policy("policy_data := {\"containers\": " + containers + "}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "# policy_data := {\"containers\": []}",
                "x := `policy_data := {}`",
                "policy_data := {}",
                "policy_data := 1",
                "policy_data := {\"containers\": []}",
                "policy_data := {\"containers\": {}}",
                "policy_data := {\"containers\": [1]}",
                "policy_data := {\"containers\": [{}]}",
                "policy_data := {\"containers\": [{\"OCI\": {\"Annotations\": {}}}]}",
                "policy_data := {\"containers\": [{\"OCI\": {\"Annotations\":"
                        + " {\"io.kubernetes.cri.image-name\": 1}}}]}",
                "policy_data := input",
                "policy_data := data.other",
                "policy_data := {\"containers\": [c | some c in input.containers]}",
                "policy_data := {\"containers\": object.get(input, \"c\", [])}",
                "policy_data if true",
                "policy_data(x) := {}",
                "policy_data contains 1",
                "policy_data[\"containers\"] := []",
                "default policy_data := {\"containers\": []}",
                "policy_data := {\"containers\": [] ",
                "policy_data := {\"containers\": [{\"OCI\": {\"Annotations\":"
                        + " {\"io.kubernetes.cri.image-name\": \"evil.com/a\","
                        + " \"io.kubernetes.cri.image-name\": \"quay.io/a\"}}}]}",
                "policy_data := {1: 2, \"containers\": [{\"OCI\": {\"Annotations\":"
                        + " {\"io.kubernetes.cri.image-name\": \"quay.io/a\"}}}]}",
            })
    void refusesWhatNamesNoImages(String text) {
        assertThatThrownBy(() -> AgentPolicyImages.of(policy(text)))
                .isInstanceOf(ImagePolicyException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "policy_data := {\"containers\": []}",
                "policy_data.containers := []",
                "policy_data := {} if input.x",
                "import data.other as policy_data",
                "allow if input.x\nbroken(",
            })
    void refusesASecondMeaningOfPolicyData(String more) {
        String text =
                more.startsWith("import") ? policy(more + "\n" + GOOD) : policy(GOOD + more + "\n");
        assertThatThrownBy(() -> AgentPolicyImages.of(text))
                .isInstanceOf(ImagePolicyException.class);
        assertThatThrownBy(() -> AgentPolicyImages.of("package other\n" + GOOD))
                .isInstanceOf(ImagePolicyException.class);
        assertThatThrownBy(() -> AgentPolicyImages.of(policy(GOOD.replace("]}", "]} if input.x"))))
                .isInstanceOf(ImagePolicyException.class);
    }

    @Test
    void decoysAreNotBelieved() throws Exception {
        String decoys =
                """
                # "io.kubernetes.cri.image-name": "evil.com/comment"
                other := {"containers": [{"OCI": {"Annotations":
                    {"io.kubernetes.cri.image-name": "evil.com/other"}}}]}
                text := `policy_data := {"io.kubernetes.cri.image-name": "evil.com/raw"}`
                f(policy_data) := policy_data.containers
                """;
        assertThat(AgentPolicyImages.of(policy(decoys + GOOD)).names())
                .containsExactly("quay.io/a/b:v1");
    }

    @Test
    void onlyOneSandboxContainerGoesWithoutAName() {
        String pause =
                "{\"OCI\": {\"Annotations\": {\"io.kubernetes.cri.container-type\": \"sandbox\"}}}";
        assertThatThrownBy(() -> AgentPolicyImages.of(data("[" + pause + ", " + pause + "]")))
                .hasMessageStartingWith(
                        "policy_data.containers[1].OCI.Annotations"
                                + "[\"io.kubernetes.cri.image-name\"]: ");
    }

    @Test
    void whatStoragesPullIsNamedToo() throws Exception {
        String container =
                """
                [{"OCI": {"Annotations": {"io.kubernetes.cri.image-name": "quay.io/a"}},
                  "storages": [{"driver": "image_guest_pull", "source": "evil.com/b"},
                               {"driver": "image_guest_pull", "source": "pause"},
                               {"driver": "blk", "source": ""}]}]
                """;
        assertThat(AgentPolicyImages.of(data(container)).names())
                .containsExactly("quay.io/a", "evil.com/b");
    }

    @Test
    void theImagesOfAPolicyAreJudgedAsAPodsAre() throws Exception {
        ImagePolicyConfig config = ImagePolicyConfig.parse(ImagePolicyPageTest.SAMPLE);
        ImagePolicy policy = new ImagePolicy(config, ImageLookup.none(), Cluster.REGISTRY);
        ImageDecision refused = policy.judge(AgentPolicyImages.of(policy(GOOD)), "ns");
        assertThat(refused.refusal().orElseThrow().toString())
                .startsWith(
                        "The AgentPolicy \"\" is invalid: policy_data.containers[1].OCI.Annotations"
                                + "[\"io.kubernetes.cri.image-name\"]: Forbidden: this image is"
                                + " prohibited by policy");
        String good = GOOD.replace("quay.io/a/b", "docker.io/a/b");
        assertThat(policy.judge(AgentPolicyImages.of(policy(good)), "ns").isAllowed()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "web",
                "pod-cm2",
                "pod-lifecycle",
                "pod-persistent-volumes",
                "k8s-policy-rc"
            })
    void readsGeneratedPolicies(String name) throws Exception {
        Path file = vectors().resolve("kata").resolve(name).resolve("policy.rego");
        assumeTrue(Files.exists(file));
        assertThat(AgentPolicyImages.of(Files.readString(file)).names())
                .isNotEmpty()
                .allSatisfy(image -> assertThat(ImageReference.parse(image).path()).isNotEmpty());
    }

    private static Path vectors() {
        return Path.of(System.getProperty("vectors", "shared/vectors"));
    }
}
