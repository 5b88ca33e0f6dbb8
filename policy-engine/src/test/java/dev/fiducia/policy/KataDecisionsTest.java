package dev.fiducia.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.fiducia.policy.value.RegoBoolean;
import dev.fiducia.policy.value.RegoJson;
import dev.fiducia.policy.value.RegoObject;

import org.junit.jupiter.api.Test;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Generated policies of the Kata agent give the recorded decisions and print the recorded lines.
///
/// `-Dkata.cases=DIR` names a folder of others: one folder a policy, with `policy.rego`,
/// `inputs.txt`, `outputs.json` and `prints.json`.
class KataDecisionsTest {
    private static final Pattern REQUEST = Pattern.compile("\\[\"ep\":\"(\\w+)\",(.*)],?");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<String> wrong = new ArrayList<>();

    @Test
    void givesTheRecordedDecisionsAndPrints() throws Exception {
        Path folder = folder();
        assumeTrue(Files.isDirectory(folder), "no agent policies at " + folder);
        List<Path> policies;
        try (Stream<Path> list = Files.list(folder)) {
            policies =
                    list.filter(f -> Files.isRegularFile(f.resolve("policy.rego")))
                            .sorted()
                            .toList();
        }
        int decisions = 0;
        for (Path policy : policies) {
            decisions += judge(policy);
        }
        System.out.println(
                policies.size() + " agent policies, " + decisions + " decisions compared");
        assertThat(wrong).isEmpty();
        assertThat(decisions).isPositive();
    }

    private static Path folder() {
        String own = System.getProperty("kata.cases", "");
        return own.isEmpty()
                ? Path.of(System.getProperty("vectors", "shared/vectors"), "kata")
                : Path.of(own);
    }

    private int judge(Path folder) throws Exception {
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
            compare(at, prints.get(index), printed);
            index++;
        }
        assertThat(index).isEqualTo(outputs.size());
        return index;
    }

    private static boolean allowed(EvalResult result) {
        if (result instanceof EvalResult.Value(RegoObject object)) {
            return object.get("allowed") == RegoBoolean.TRUE;
        }
        return result.isTrue();
    }

    /// The order of prints follows the order of evaluation, which engines choose for themselves.
    private void compare(String at, JsonNode recorded, List<String> printed) {
        List<String> missing = new ArrayList<>();
        recorded.forEach(line -> missing.add(line.asText().replaceFirst("^.*policy.rego:", "")));
        for (String line : printed) {
            if (!missing.remove(line)) {
                wrong.add(at + ": printed, but not recorded: " + line);
            }
        }
        missing.forEach(line -> wrong.add(at + ": recorded, but not printed: " + line));
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
