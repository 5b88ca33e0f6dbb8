package dev.fiducia.initdata.agentpolicy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Policies that genpolicy wrote, where they are at hand.
class KataVectorsTest {

    @Test
    void generatedPoliciesAreJudgedAsTheyAre() throws IOException {
        List<Path> files = policies();
        for (Path file : files) {
            String text = Files.readString(file);
            OpennessReport report = GeneratedPolicy.examined(text);

            assertThat(report.allowsFailing()).as("%s", file).isFalse();
            assertThat(report.isReplaceable()).as("%s", file).isFalse();
            assertThat(report.of(AgentRequest.CREATE_CONTAINER).openness())
                    .as("%s", file)
                    .isEqualTo(Openness.CONDITIONAL);
            assertThat(report.of(AgentRequest.EXEC_PROCESS).openness())
                    .as("%s", file)
                    .isEqualTo(Openness.CONDITIONAL);
            assertThat(report.of(AgentRequest.READ_STREAM).openness())
                    .as("%s", file)
                    .isEqualTo(
                            text.contains("\"ReadStreamRequest\": true")
                                    ? Openness.OPEN
                                    : Openness.CLOSED);
            assertThat(report.of(AgentRequest.WRITE_STREAM).openness())
                    .as("%s", file)
                    .isEqualTo(Openness.CLOSED);
            assertThat(PolicyContainer.of(GeneratedPolicy.read(text).data()))
                    .as("%s", file)
                    .isNotEmpty();
        }
        System.out.println(files.size() + " generated policies examined");
    }

    @Test
    void theirRulesMatchApartFromTheirData() throws IOException {
        List<Path> files = policies();
        for (Path file : files) {
            String text = Files.readString(file);
            String rules = text.substring(0, text.indexOf("policy_data := {"));
            PolicyRegister register =
                    PolicyRegisterTest.register(
                            GeneratedPolicy.registered(
                                    "rules", RegisteredPolicy.Kind.RULES, rules));
            PolicyRegister full =
                    PolicyRegisterTest.register(
                            GeneratedPolicy.registered("full", RegisteredPolicy.Kind.FULL, text));

            assertThat(register.judge(Optional.of(text)).match())
                    .as("%s", file)
                    .isEqualTo(PolicyMatch.RULES);
            assertThat(full.judge(Optional.of(text)).match()).isEqualTo(PolicyMatch.EXACT);
            assertThat(full.judge(Optional.of(text.replace("    ", "  "))).match())
                    .as("%s", file)
                    .isEqualTo(PolicyMatch.EQUIVALENT);
            assertThat(
                            register.judge(
                                            Optional.of(
                                                    text.replace(
                                                            "default SetPolicyRequest := false",
                                                            "default SetPolicyRequest := true")))
                                    .match())
                    .as("%s", file)
                    .isEqualTo(PolicyMatch.NONE);
        }
    }

    private static List<Path> policies() throws IOException {
        Path folder = Path.of(System.getProperty("vectors", "shared/vectors"), "kata");
        assumeTrue(Files.isDirectory(folder), "no agent policies at " + folder);
        try (Stream<Path> found = Files.walk(folder)) {
            List<Path> files =
                    new ArrayList<>(
                            found.filter(each -> each.endsWith("policy.rego")).sorted().toList());
            assertThat(files).isNotEmpty();
            return files;
        }
    }
}
