package dev.fiducia.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

class ConstraintCommandTest {
    private static final String SUITE =
            """
            apiVersion: test.gatekeeper.sh/v1alpha1
            kind: Suite
            tests:
            - name: deny-name
              template: template.yaml
              constraint: constraint.yaml
              cases:
              - name: forbidden
                object: pod.yaml
                assertions: [{violations: VIOLATIONS, message: is not allowed}]
            """;

    @TempDir private Path folder;

    @BeforeEach
    void writeDocuments() throws IOException {
        write(
                "a/template.yaml",
                """
                apiVersion: templates.gatekeeper.sh/v1beta1
                kind: ConstraintTemplate
                metadata: {name: k8sdenyname}
                spec:
                  crd: {spec: {names: {kind: K8sDenyName}}}
                  targets:
                  - target: admission.k8s.gatekeeper.sh
                    rego: |
                      package k8sdenynames
                      violation[{"msg": msg}] {
                        input.review.object.metadata.name == input.parameters.invalidName
                        msg := sprintf("The name %v is not allowed", [input.parameters.invalidName])
                      }
                """);
        write(
                "a/constraint.yaml",
                """
                apiVersion: constraints.gatekeeper.sh/v1beta1
                kind: K8sDenyName
                metadata: {name: no-policy-violation}
                spec: {parameters: {invalidName: policy-violation}}
                """);
        write("a/pod.yaml", "{apiVersion: v1, kind: Pod, metadata: {name: policy-violation}}\n");
        write("a/good.yaml", "{apiVersion: v1, kind: Pod, metadata: {name: good}}\n");
        write("a/suite.yaml", SUITE.replace("VIOLATIONS", "yes"));
    }

    @Test
    void failsWhenACaseFails() throws IOException {
        write(
                "b/suite.yaml",
                SUITE.replace("VIOLATIONS", "no")
                        .replace(": temp", ": ../a/temp")
                        .replace(": constraint", ": ../a/constraint")
                        .replace(": pod", ": ../a/pod"));
        Terminal.Run run = Terminal.run("constraint", "verify", folder.toString());
        assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(run.output())
                .contains("got 1 violations containing \"is not allowed\" but want none")
                .contains("ok\t" + folder.resolve("a/suite.yaml"))
                .contains("FAIL\t" + folder.resolve("b/suite.yaml"))
                .endsWith("FAIL\n");
    }

    @Test
    void findsTheSuitesBelowAFolder() throws IOException {
        write("a/notes.yaml", "{apiVersion: v1, kind: ConfigMap}\n");
        write("a/broken.yaml", "{\n");
        Terminal.Run run = Terminal.run("constraint", "verify", folder.toString(), "--verbose");
        assertThat(run.errors()).isEmpty();
        assertThat(run.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(run.output()).contains("--- PASS: forbidden").endsWith("PASS\n");
    }

    @Test
    void writesReportsAsJson() throws IOException {
        Terminal.Run run =
                Terminal.run(
                        "constraint",
                        "verify",
                        folder.resolve("a/suite.yaml").toString(),
                        "--output",
                        "json");
        assertThat(run.exitCode()).isEqualTo(ExitCode.OK);
        JsonNode report = new ObjectMapper().readTree(run.output()).get(0);
        assertThat(report.path("outcome").asText()).isEqualTo("passed");
        assertThat(report.at("/tests/0/cases/0/messages/0").asText())
                .isEqualTo("The name policy-violation is not allowed");
    }

    @Test
    void keepsASuiteWithinItsFolder() throws IOException {
        write("secret.yaml", "{apiVersion: v1, kind: Pod, metadata: {name: policy-violation}}\n");
        write(
                "a/suite.yaml",
                SUITE.replace("VIOLATIONS", "yes").replace("pod.yaml", "../secret.yaml"));
        String suite = folder.resolve("a/suite.yaml").toString();
        Terminal.Run run = Terminal.run("constraint", "verify", suite);
        assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(run.output()).contains("leaves the folder");

        Files.createSymbolicLink(folder.resolve("a/link.yaml"), folder.resolve("secret.yaml"));
        write("a/suite.yaml", SUITE.replace("VIOLATIONS", "yes").replace("pod.yaml", "link.yaml"));
        assertThat(Terminal.run("constraint", "verify", suite).output())
                .contains("leaves the folder");
    }

    @Test
    void failsWithoutASuite() {
        Terminal.Run run = Terminal.run("constraint", "verify", folder.resolve("none").toString());
        assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(Terminal.run("constraint", "verify").exitCode()).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void reviewsOneObject() {
        Terminal.Run denied = review("a/pod.yaml");
        assertThat(denied.exitCode()).isEqualTo(ExitCode.DENIED);
        assertThat(denied.output())
                .isEqualTo("deny [no-policy-violation] The name policy-violation is not allowed\n");
        Terminal.Run allowed = review("a/good.yaml");
        assertThat(allowed.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(allowed.output()).isEmpty();
    }

    @Test
    void namesWhatIsWrongWithATemplate() throws IOException {
        Path file = folder.resolve("a/template.yaml");
        Files.writeString(file, Files.readString(file).replace("violation[", "other["));
        Terminal.Run run = review("a/pod.yaml");
        assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(run.errors()).contains("the rule violation is missing");
    }

    @Test
    void allowsNothingWithoutAConstraint() throws IOException {
        write("a/constraint.yaml", "---\n");
        Terminal.Run run = review("a/good.yaml");
        assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(run.errors()).contains("there is no constraint in");
    }

    @Test
    void saysWhichObjectsTheTemplatesAreFor() throws IOException {
        Path file = folder.resolve("a/template.yaml");
        String kubernetes = Files.readString(file);
        String initdata = kubernetes.replace("admission.k8s.gatekeeper.sh", "initdata.trustee");
        write("a/template.yaml", kubernetes + "---\n" + renamed(initdata));
        Terminal.Run mixed = review("a/pod.yaml");
        assertThat(mixed.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(mixed.errors()).contains("different targets");
        write("a/template.yaml", initdata);
        write(
                "a/review.yaml",
                "{apiVersion: admission.k8s.io/v1, kind: AdmissionReview, request: {uid: u, object:"
                        + " {apiVersion: v1, kind: Pod, metadata: {name: policy-violation}}}}\n");
        Terminal.Run run = review("a/review.yaml");
        assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(run.errors()).contains("the templates are for initdata");
    }

    private static String renamed(String template) {
        return template.replace("{name: k8sdenyname}", "{name: deny}")
                .replace("kind: K8sDenyName", "kind: Deny");
    }

    @Test
    void reportsASuiteBesideOtherDocuments() throws IOException {
        write("a/suite.yaml", SUITE.replace("VIOLATIONS", "yes") + "---\n{kind: Other}\n");
        Terminal.Run run = Terminal.run("constraint", "verify", folder.toString());
        assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(run.output()).contains("FAIL\t" + folder.resolve("a/suite.yaml"));
    }

    private Terminal.Run review(String object) {
        return Terminal.run(
                "constraint",
                "review",
                "--template",
                folder.resolve("a/template.yaml").toString(),
                "--constraint",
                folder.resolve("a/constraint.yaml").toString(),
                "--object",
                folder.resolve(object).toString());
    }

    private void write(String path, String text) throws IOException {
        Path file = folder.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
