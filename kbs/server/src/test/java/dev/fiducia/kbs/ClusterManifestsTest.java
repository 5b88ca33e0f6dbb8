package dev.fiducia.kbs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.fiducia.ha.cluster.ClusterSettings;
import dev.fiducia.kbs.config.FiduciaConfig;
import dev.fiducia.policy.value.JsonLimits;
import dev.fiducia.policy.value.RegoValue;
import dev.fiducia.policy.value.RegoYaml;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/// The manifests of several replicas fit one another, the service's configuration and the
/// restricted pod security standard.
class ClusterManifestsTest {
    private static final Path FOLDER = Path.of("../../deploy/kubernetes");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern FILE = Pattern.compile("\"(/[^\"]+)\"");

    private final JsonNode pod = manifest("deployment.yaml").at("/spec/template/spec");

    private static JsonNode manifest(String file) {
        try {
            List<RegoValue> documents =
                    RegoYaml.parseAll(Files.readString(FOLDER.resolve(file)), JsonLimits.DEFAULT);
            assertThat(documents).hasSize(1);
            return JSON.valueToTree(documents.getFirst().toJava());
        } catch (Exception e) {
            throw new AssertionError(file, e);
        }
    }

    private static List<JsonNode> list(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).toList();
    }

    private static FiduciaConfig config() throws Exception {
        String toml = Files.readString(FOLDER.resolve("kbs-config.toml"));
        assertThat(toml).containsOnlyOnce("POD_IP");
        return FiduciaConfig.parse(toml.replace("POD_IP", "10.1.2.3"), "test");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/initContainers", "/containers"})
    void containersHaveNoRights(String kind) {
        assertThat(pod.at("/securityContext/runAsNonRoot").asBoolean()).isTrue();
        assertThat(pod.at("/securityContext/runAsUser").asInt()).isPositive();
        assertThat(pod.at("/securityContext/seccompProfile/type").asText())
                .isEqualTo("RuntimeDefault");
        assertThat(pod.path("automountServiceAccountToken").asBoolean(true)).isFalse();
        for (JsonNode container : pod.at(kind)) {
            JsonNode security = container.path("securityContext");
            assertThat(security.path("allowPrivilegeEscalation").asBoolean(true)).isFalse();
            assertThat(security.path("readOnlyRootFilesystem").asBoolean()).isTrue();
            assertThat(security.at("/capabilities/drop/0").asText()).isEqualTo("ALL");
            assertThat(security.has("privileged")).isFalse();
            assertThat(container.at("/resources/limits/memory").asText()).isNotEmpty();
        }
        assertThat(manifest("namespace.yaml").at("/metadata/labels").properties())
                .contains(
                        Map.entry(
                                "pod-security.kubernetes.io/enforce",
                                JSON.valueToTree("restricted")));
    }

    @Test
    void everyFileOfTheConfigurationIsMounted() throws Exception {
        JsonNode service = pod.at("/containers/0");
        List<String> mounts =
                list(service.path("volumeMounts")).stream()
                        .map(mount -> mount.path("mountPath").asText())
                        .toList();
        String toml = Files.readString(FOLDER.resolve("kbs-config.toml"));
        assertThat(FILE.matcher(toml).results().map(match -> match.group(1)))
                .isNotEmpty()
                .allSatisfy(file ->
                        assertThat(mounts)
                                .anyMatch(m -> file.equals(m) || file.startsWith(m + "/")));
        String copied = pod.at("/initContainers/0/command/2").asText();
        assertThat(copied)
                .contains(config().store().keyRing().toString())
                .contains(
                        config().store()
                                .postgresql()
                                .orElseThrow()
                                .passwordFile()
                                .orElseThrow()
                                .toString());
        List<String> volumes =
                list(pod.path("volumes")).stream().map(v -> v.path("name").asText()).toList();
        assertThat(
                        list(service.path("volumeMounts")).stream()
                                .map(mount -> mount.path("name").asText()))
                .allMatch(volumes::contains);
        assertThat(copied)
                .contains("s/POD_IP/$POD_IP/")
                .contains(list(service.path("args")).getLast().asText());
    }

    @Test
    void portsAndProbesAreThoseOfTheConfiguration() throws Exception {
        JsonNode service = pod.at("/containers/0");
        Map<String, Integer> ports =
                list(service.path("ports")).stream()
                        .collect(
                                Collectors.toMap(
                                        port -> port.path("name").asText(),
                                        port -> port.path("containerPort").asInt()));
        assertThat(ports)
                .containsOnly(
                        Map.entry("https", config().httpServer().sockets().getFirst().port()),
                        Map.entry("cluster", config().cluster().orElseThrow().listen().getPort()),
                        Map.entry("management", config().management().sockets().getFirst().port()));
        assertThat(config().httpServer().insecureHttp()).isFalse();
        for (String probe : List.of("startupProbe", "readinessProbe")) {
            assertThat(service.path(probe).at("/httpGet/path").asText()).isEqualTo("/readyz");
            assertThat(service.path(probe).at("/httpGet/port").asText()).isEqualTo("management");
        }
        assertThat(service.at("/livenessProbe/httpGet/path").asText()).isEqualTo("/livez");
        assertThat(manifest("service.yaml").at("/spec/ports/0/targetPort").asText())
                .isEqualTo("https");
    }

    @Test
    void aPodMayDrainBeforeItIsKilled() throws Exception {
        long drain = config().management().drain().toSeconds();
        JsonNode readiness = pod.at("/containers/0/readinessProbe");
        assertThat(
                        readiness.path("periodSeconds").asLong()
                                * readiness.path("failureThreshold").asLong())
                .isLessThan(drain);
        assertThat(pod.path("terminationGracePeriodSeconds").asLong()).isGreaterThan(drain + 20);
    }

    @Test
    void replicasAreApartAndNeverAllAway() {
        JsonNode deployment = manifest("deployment.yaml");
        assertThat(deployment.at("/spec/replicas").asInt()).isGreaterThan(2);
        assertThat(deployment.at("/spec/strategy/rollingUpdate/maxUnavailable").asInt())
                .isEqualTo(1);
        assertThat(pod.at("/affinity/podAntiAffinity").isEmpty()).isFalse();
        assertThat(manifest("poddisruptionbudget.yaml").at("/spec/maxUnavailable").asInt())
                .isEqualTo(1);
    }

    @Test
    void selectorsFindThePods() {
        JsonNode labels = manifest("deployment.yaml").at("/spec/template/metadata/labels");
        assertThat(labels.isEmpty()).isFalse();
        assertThat(
                        List.of(
                                manifest("deployment.yaml").at("/spec/selector/matchLabels"),
                                manifest("service.yaml").at("/spec/selector"),
                                manifest("cluster-service.yaml").at("/spec/selector"),
                                manifest("poddisruptionbudget.yaml")
                                        .at("/spec/selector/matchLabels"),
                                manifest("networkpolicy.yaml").at("/spec/podSelector/matchLabels")))
                .allMatch(labels::equals);
    }

    @Test
    void replicasFindOneAnotherBeforeTheyAreReady() throws Exception {
        JsonNode service = manifest("cluster-service.yaml");
        assertThat(service.at("/spec/clusterIP").asText()).isEqualTo("None");
        assertThat(service.at("/spec/publishNotReadyAddresses").asBoolean()).isTrue();
        String name =
                service.at("/metadata/name").asText()
                        + "."
                        + service.at("/metadata/namespace").asText()
                        + ".svc";
        assertThat(config().cluster().orElseThrow().discovery())
                .isEqualTo(new ClusterSettings.Discovery.KubernetesDns(name));
        assertThat(config().cluster().orElseThrow().replicas())
                .isEqualTo(manifest("deployment.yaml").at("/spec/replicas").asInt());
    }

    @Test
    void replicasAloneReachTheClustersPort() {
        JsonNode own = manifest("deployment.yaml").at("/spec/template/metadata/labels");
        List<JsonNode> rules =
                list(manifest("networkpolicy.yaml").at("/spec/ingress")).stream()
                        .filter(rule -> rule.path("ports").toString().contains("cluster"))
                        .toList();
        assertThat(rules).hasSize(1);
        assertThat(rules.getFirst().path("ports")).hasSize(1);
        assertThat(rules.getFirst().path("from")).hasSize(1);
        assertThat(rules.getFirst().at("/from/0").properties()).hasSize(1);
        assertThat(rules.getFirst().at("/from/0/podSelector/matchLabels")).isEqualTo(own);
    }

    @Test
    void strangersReachTheServiceAlone() {
        for (JsonNode rule : manifest("networkpolicy.yaml").at("/spec/ingress")) {
            boolean forAll = rule.path("from").isEmpty();
            assertThat(list(rule.path("ports")))
                    .isNotEmpty()
                    .allMatch(port -> !forAll || port.path("port").asText().equals("https"));
        }
        assertThat(manifest("networkpolicy.yaml").at("/spec/policyTypes/0").asText())
                .isEqualTo("Ingress");
    }

    @Test
    void kustomizeHasAllOfIt() throws Exception {
        JsonNode kustomization = manifest("kustomization.yaml");
        try (var files = Files.list(FOLDER)) {
            assertThat(
                            files.map(file -> file.getFileName().toString())
                                    .filter(name -> name.endsWith(".yaml"))
                                    .filter(name -> !name.equals("kustomization.yaml")))
                    .containsExactlyInAnyOrderElementsOf(
                            list(kustomization.path("resources")).stream()
                                    .map(JsonNode::asText)
                                    .toList());
        }
    }
}
