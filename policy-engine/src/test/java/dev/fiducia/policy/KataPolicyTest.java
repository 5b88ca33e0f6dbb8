package dev.fiducia.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.fiducia.policy.value.RegoBoolean;
import dev.fiducia.policy.value.RegoJson;
import dev.fiducia.policy.value.RegoObject;
import dev.fiducia.policy.value.RegoValue;

import org.junit.jupiter.api.Test;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Generated policies of the Kata agent give the recorded decisions and prints.
class KataPolicyTest {
    private static final Pattern REQUEST = Pattern.compile("\\[\"ep\":\"(\\w+)\",(.*)],?");
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void givesTheRecordedDecisions() throws Exception {
        Path folder = Path.of(System.getProperty("vectors", "shared/vectors"), "kata");
        assumeTrue(Files.isDirectory(folder), "no agent policies at " + folder);
        List<Path> policies;
        try (Stream<Path> list = Files.list(folder)) {
            policies = list.filter(Files::isDirectory).sorted().toList();
        }
        List<String> wrong = new ArrayList<>();
        List<String> extraPrints = new ArrayList<>();
        int decisions = 0;
        for (Path policy : policies) {
            decisions += judge(policy, wrong, extraPrints);
        }
        System.out.println(decisions + " agent decisions compared");
        assertThat(wrong).isEmpty();
        assertThat(extraPrints).as("prints that were not recorded").isEmpty();
        assertThat(decisions).isPositive();
    }

    private static int judge(Path folder, List<String> wrong, List<String> extraPrints)
            throws Exception {
        int missingPrints = 0;
        PolicySet policy = compile(folder.resolve("policy.rego"));
        JsonNode outputs = JSON.readTree(folder.resolve("outputs.json").toFile());
        JsonNode prints = JSON.readTree(folder.resolve("prints.json").toFile());
        int index = 0;
        for (String line : Files.readAllLines(folder.resolve("inputs.txt"))) {
            Matcher request = REQUEST.matcher(line);
            if (!request.matches()) {
                continue;
            }
            String at = folder.getFileName() + " #" + index + " " + request.group(1);
            List<String> printed = new ArrayList<>();
            EvalResult result =
                    policy.prepareRule("data.agent_policy." + request.group(1))
                            .evaluate(
                                    EvalRequest.builder()
                                            .input(RegoJson.parse(request.group(2)))
                                            .data(RegoObject.of("pstate", RegoObject.EMPTY))
                                            .printSink((where, message) ->
                                                    printed.add(where.line() + ": " + message))
                                            .build());
            if (allowed(result) != outputs.get(index).asBoolean()) {
                wrong.add(at + ": wanted " + outputs.get(index) + ", got " + result);
            }
            missingPrints += missing(prints.get(index), printed, extraPrints);
            index++;
        }
        System.out.println(folder.getFileName() + ": prints not repeated: " + missingPrints);
        assertThat(index).isEqualTo(outputs.size());
        return index;
    }

    private static boolean allowed(EvalResult result) {
        if (result instanceof EvalResult.Value(RegoObject object)) {
            RegoValue allowed = object.get("allowed");
            return allowed == RegoBoolean.TRUE;
        }
        return result.isTrue();
    }

    /// The order of prints follows the order of evaluation, which engines choose for themselves; a
    /// call that is repeated with the same arguments prints once here, as its result is remembered.
    private static int missing(JsonNode expected, List<String> printed, List<String> extraPrints) {
        List<String> missing = new ArrayList<>();
        expected.forEach(line -> missing.add(line.asText().replaceFirst("^.*policy.rego:", "")));
        for (String line : printed) {
            if (!missing.remove(line)) {
                extraPrints.add(line);
            }
        }
        return missing.size();
    }

    private static PolicySet compile(Path file) throws Exception {
        CompileResult compiled =
                RegoCompiler.builder()
                        .profile(Profile.KATA)
                        .build()
                        .compile(
                                List.of(
                                        new PolicySource(
                                                "policy.rego",
                                                Files.readString(file),
                                                RegoVersion.V0)));
        assertThat(compiled.errors()).isEmpty();
        return compiled.policy().orElseThrow();
    }
}
