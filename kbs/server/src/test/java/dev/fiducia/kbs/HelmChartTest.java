package dev.fiducia.kbs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.fiducia.kbs.config.FiduciaConfig;
import dev.fiducia.policy.value.JsonLimits;
import dev.fiducia.policy.value.RegoYaml;

import org.junit.jupiter.api.Test;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The Helm chart fits its values, and says what the plain manifests say. What only Helm can show
/// is skipped where there is no `helm` (on the path, or `-Dhelm=FILE`).
class HelmChartTest {
    private static final Path CHART = Path.of("../../deploy/helm/fiducia");
    private static final Path MANIFESTS = Path.of("../../deploy/kubernetes");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern VALUE = Pattern.compile("\\.Values\\.([A-Za-z][A-Za-z.]*)");
    private static final Pattern INSERTED = Pattern.compile("\\{\\{-? (.*?) -?}}");

    private static List<JsonNode> documents(String yaml) throws Exception {
        List<JsonNode> all = new ArrayList<>();
        for (var document : RegoYaml.parseAll(yaml, JsonLimits.DEFAULT)) {
            all.add(JSON.valueToTree(document.toJava()));
        }
        return all;
    }

    private static JsonNode values() throws Exception {
        return documents(Files.readString(CHART.resolve("values.yaml"))).getFirst();
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    private static Set<String> used() throws IOException {
        Set<String> used = new TreeSet<>();
        for (Path template : files(CHART.resolve("templates"))) {
            VALUE.matcher(Files.readString(template)).results().forEach(m -> used.add(m.group(1)));
        }
        return used;
    }

    private static void leaves(String prefix, JsonNode node, Set<String> found) {
        if (!node.isObject() || node.isEmpty()) {
            found.add(prefix);
            return;
        }
        node.properties()
                .forEach(entry ->
                        leaves(
                                prefix.isEmpty() ? entry.getKey() : prefix + "." + entry.getKey(),
                                entry.getValue(),
                                found));
    }

    @Test
    void templatesUseTheValuesThatThereAre() throws Exception {
        assertThat(used())
                .isNotEmpty()
                .allSatisfy(name ->
                        assertThat(values().at("/" + name.replace('.', '/')).isMissingNode())
                                .as(name)
                                .isFalse());
        Set<String> leaves = new TreeSet<>();
        leaves("", values(), leaves);
        Set<String> used = used();
        assertThat(leaves)
                .allSatisfy(leaf ->
                        assertThat(used)
                                .as(leaf)
                                .anyMatch(
                                        name -> leaf.equals(name) || leaf.startsWith(name + ".")));
    }

    @Test
    void itsConfigurationIsOneAndThatOfTheManifests() throws Exception {
        FiduciaConfig chart = FiduciaConfig.parse(configuration(), "chart");
        FiduciaConfig manifests =
                FiduciaConfig.parse(
                        Files.readString(MANIFESTS.resolve("kbs-config.toml"))
                                .replace("POD_IP", "10.1.2.3"),
                        "manifests");
        assertThat(withoutPlaces(chart)).isEqualTo(withoutPlaces(manifests));
    }

    /// What was read, but for the lines where it stood.
    private static String withoutPlaces(FiduciaConfig config) {
        return config.toString().replaceAll("place=[a-z]+:[0-9]+:[0-9]+", "");
    }

    /// The configuration with the chart's own values, all that is optional switched on.
    private static String configuration() throws Exception {
        String template = Files.readString(CHART.resolve("templates/configmap.yaml"));
        StringBuilder toml = new StringBuilder();
        template.substring(template.indexOf("kbs-config.toml: |"))
                .lines()
                .skip(1)
                .filter(line -> !line.strip().startsWith("{{-"))
                .forEach(line -> toml.append(line.strip()).append('\n'));
        JsonNode values = values();
        return INSERTED.matcher(toml)
                .replaceAll(found -> Matcher.quoteReplacement(inserted(found.group(1), values)))
                .replace("POD_IP", "10.1.2.3");
    }

    private static String inserted(String expression, JsonNode values) {
        if (expression.equals(".Release.Name") || expression.equals(".Release.Namespace")) {
            return "fiducia";
        }
        String[] parts = expression.split(" \\| ", -1);
        assertThat(parts).as(expression).hasSize(2);
        JsonNode value =
                values.at("/" + parts[0].replaceFirst("^\\.Values\\.", "").replace('.', '/'));
        assertThat(value.isMissingNode()).as(expression).isFalse();
        assertThat(parts[1]).isEqualTo(value.isTextual() ? "toJson" : "int");
        return value.toString();
    }

    @Test
    void helmMakesTheManifests() throws Exception {
        Optional<String> helm = helm();
        assumeThat(helm).as("helm").isPresent();
        Map<String, JsonNode> rendered = byName(documents(rendered(helm.get())));
        Map<String, JsonNode> manifests = new TreeMap<>();
        for (Path file : files(MANIFESTS)) {
            if (file.toString().endsWith(".yaml")
                    && !file.endsWith("kustomization.yaml")
                    && !file.endsWith("namespace.yaml")) {
                manifests.putAll(byName(documents(Files.readString(file))));
            }
        }
        assertThat(rendered.keySet()).containsAll(manifests.keySet());
        manifests.forEach((name, manifest) ->
                assertThat(spec(rendered.getOrDefault(name, manifest)))
                        .as(name)
                        .isEqualTo(spec(manifest)));
    }

    @Test
    void withoutANetworkPolicyNothingIsClustered() throws Exception {
        Optional<String> helm = helm();
        assumeThat(helm).as("helm").isPresent();
        Process refused = template(helm.get(), "--set", "networkPolicy.enabled=false");
        String text = new String(refused.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(refused.waitFor()).isNotZero();
        assertThat(text).contains("anyone in the cluster can join");
        String single =
                text(
                        template(
                                helm.get(),
                                "--set",
                                "networkPolicy.enabled=false,cluster.enabled=false"));
        assertThat(single).doesNotContain("5701", "[cluster]", "kind: NetworkPolicy");
    }

    private static Optional<String> helm() {
        return Stream.concat(
                        Stream.ofNullable(System.getProperty("helm")),
                        Pattern.compile(File.pathSeparator)
                                .splitAsStream(System.getenv().getOrDefault("PATH", ""))
                                .map(folder -> folder + "/helm"))
                .filter(file -> Files.isExecutable(Path.of(file)))
                .findFirst();
    }

    private static Process template(String helm, String... options) throws IOException {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                helm,
                                "template",
                                "fiducia",
                                CHART.toString(),
                                "-n",
                                "fiducia",
                                "--kube-version",
                                "1.31.0"));
        command.addAll(List.of(options));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    private static String rendered(String helm) throws Exception {
        return text(template(helm, "--set", "serviceMonitor.enabled=true"));
    }

    private static String text(Process process) throws Exception {
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(text).isZero();
        return text;
    }

    private static Map<String, JsonNode> byName(List<JsonNode> documents) {
        Map<String, JsonNode> all = new TreeMap<>();
        documents.forEach(document ->
                all.put(
                        document.path("kind").asText()
                                + "/"
                                + document.at("/metadata/name").asText(),
                        document));
        return all;
    }

    /// What an object says, but for names of images and labels that Helm has for itself.
    private static String spec(JsonNode document) {
        return document.path("spec")
                .toString()
                .replace(",\"app.kubernetes.io/instance\":\"fiducia\"", "")
                .replace("\"app.kubernetes.io/instance\":\"fiducia\",", "")
                .replace(
                        "\"image\":\"fiducia:0.1.0\",\"imagePullPolicy\":\"IfNotPresent\"", "IMAGE")
                .replace("\"image\":\"fiducia\"", "IMAGE")
                .replaceAll("\"annotations\":\\{\"checksum/config\":\"[0-9a-f]{64}\"},", "")
                .replace(",\"type\":\"ClusterIP\"", "");
    }
}
