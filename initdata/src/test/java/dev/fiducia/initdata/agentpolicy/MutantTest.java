package dev.fiducia.initdata.agentpolicy;

import static dev.fiducia.initdata.agentpolicy.GeneratedPolicy.DATA;
import static dev.fiducia.initdata.agentpolicy.GeneratedPolicy.RULES;
import static dev.fiducia.initdata.agentpolicy.GeneratedPolicy.TEXT;
import static dev.fiducia.initdata.agentpolicy.GeneratedPolicy.registered;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Mutants of a registered policy are never taken for it: those that mean something else match
/// nothing, those that are only written differently are equivalent and never exact.
class MutantTest {

    private static final PolicyRegister FULL =
            PolicyRegisterTest.register(registered("full", RegisteredPolicy.Kind.FULL, TEXT));
    private static final PolicyRegister RULES_ONLY =
            PolicyRegisterTest.register(registered("rules", RegisteredPolicy.Kind.RULES, RULES));

    @Test
    void theOriginalIsExactAndItsRulesMatch() {
        assertThat(FULL.judge(Optional.of(TEXT)).match()).isEqualTo(PolicyMatch.EXACT);
        assertThat(RULES_ONLY.judge(Optional.of(TEXT)).match()).isEqualTo(PolicyMatch.RULES);
    }

    @Test
    void editedRulesAreNotPinned() {
        List<String> mutants = new ArrayList<>();
        mutants.addAll(flippedDefaults());
        mutants.addAll(lessLines());
        mutants.addAll(commentedLines());
        mutants.addAll(
                replaced(
                        RULES, "==", "!=", "== ", "!= ", "count(", "sum(", "not ", "", "\"",
                        "\"x"));
        mutants.addAll(replaced(RULES, "input", "data", "every", "some", "[]", "[1]", "0", "1"));
        mutants.addAll(replaced(RULES, "^", "^ ", "$\"", " $\"", "\\", "\\\\"));
        mutants.addAll(addedRules());
        assertThat(mutants).hasSizeGreaterThanOrEqualTo(300).doesNotHaveDuplicates();

        for (String rules : mutants) {
            assertThat(FULL.judge(Optional.of(rules + DATA)).match())
                    .as(rules)
                    .isIn(PolicyMatch.NONE, PolicyMatch.UNPARSEABLE);
            assertThat(RULES_ONLY.judge(Optional.of(rules + DATA)).match())
                    .as(rules)
                    .isIn(PolicyMatch.NONE, PolicyMatch.UNPARSEABLE);
        }
    }

    @Test
    void editedDataIsNotTheRegisteredOne() {
        List<String> mutants =
                replaced(
                        DATA,
                        "\"/",
                        "\"//",
                        "false",
                        "true",
                        "[]",
                        "[\"\"]",
                        "1000",
                        "0",
                        ": {",
                        ": {\"a\": 1, ");
        assertThat(mutants).hasSizeGreaterThan(20);

        for (String data : mutants) {
            assertThat(FULL.judge(Optional.of(RULES + data)).match())
                    .as(data)
                    .isEqualTo(PolicyMatch.NONE);
            assertThat(RULES_ONLY.judge(Optional.of(RULES + data)).match())
                    .as(data)
                    .isEqualTo(PolicyMatch.RULES);
        }
    }

    @Test
    void decoysAndDisguisesAreNotPinned() {
        String decoy = DATA.strip().replace("/bin/web", "/bin/sh");
        List<String> mutants =
                List.of(
                        RULES + decoy + DATA,
                        RULES + DATA + decoy,
                        TEXT + "\ndefault policy_data := {}\n",
                        TEXT + "\npolicy_data.containers[9] := {}\n",
                        TEXT + "\nimport data.other as policy_data\n",
                        TEXT.replace(
                                "import future.keywords.in\n",
                                "import future.keywords.in\nimport input.policy_data\n"),
                        TEXT + "\nx := `" + decoy.replace('`', '\'') + "`\n",
                        TEXT + "\nx if { policy_data := {} }\n",
                        TEXT + "\nx if input with policy_data as {}\n",
                        TEXT.replace("policy_data.containers\n", "policy_data2.containers\n")
                                + "policy_data2 := {\"containers\": []}\n",
                        RULES + DATA.replace("policy_data :=", "policy_data contains"),
                        RULES + DATA.replace("policy_data :=", "policy_data[\"a\"] :="),
                        RULES + DATA.replace("policy_data :=", "Policy_data :="),
                        RULES + DATA.replace("policy_data :=", "policy_data := true if"),
                        RULES + "\n# " + decoy.replace("\n", " ") + "\n",
                        "package other\n" + TEXT,
                        TEXT + "\npackage other\n",
                        TEXT.replace("package agent_policy", "package agent_policy.x"),
                        TEXT.replace("package agent_policy", "package agent_policy[\"x\"]"),
                        TEXT.replace("package agent_policy", "package Agent_policy"));

        for (String mutant : mutants) {
            assertThat(FULL.judge(Optional.of(mutant)).match())
                    .as(mutant)
                    .isIn(PolicyMatch.NONE, PolicyMatch.UNPARSEABLE);
            assertThat(RULES_ONLY.judge(Optional.of(mutant)).match())
                    .as(mutant)
                    .isIn(PolicyMatch.NONE, PolicyMatch.UNPARSEABLE);
        }
    }

    @Test
    void whatIsOnlyWrittenDifferentlyIsEquivalentAndNeverExact() {
        List<String> mutants = new ArrayList<>();
        Random random = new Random(5);
        while (mutants.size() < 150) {
            String mutant = TEXT;
            for (int i = random.nextInt(1, 4); i > 0; i--) {
                mutant = reformatted(mutant, random);
            }
            if (!mutant.equals(TEXT)) {
                mutants.add(mutant);
            }
        }
        for (String mutant : mutants) {
            assertThat(FULL.judge(Optional.of(mutant)).match())
                    .as(mutant)
                    .isEqualTo(PolicyMatch.EQUIVALENT);
            assertThat(RULES_ONLY.judge(Optional.of(mutant)).match())
                    .as(mutant)
                    .isEqualTo(PolicyMatch.RULES);
        }
    }

    private static String reformatted(String text, Random random) {
        return switch (random.nextInt(12)) {
            case 0 -> text.replace("\n", "\r\n");
            case 1 -> text.replace("    ", "\t");
            case 2 -> text.replace(" := ", "  :=  ");
            case 3 -> insertedLine(text, "# policy_data := {\"containers\": []}", random);
            case 4 -> insertedLine(text, "", random);
            case 5 -> text.stripTrailing();
            case 6 -> text + "\n\n# the end";
            case 7 -> text.replace("\"/pause\"", "\"\\u002fpause\"");
            case 8 -> text.replace("\"/bin/ready\"", "`/bin/ready`");
            case 9 ->
                    text.replace("(input.guest_hook_path) == 0\n", "(input.guest_hook_path) == 0;");
            case 10 -> shuffledDefaults(text, random);
            default -> text.replace(" {\n", " { # note\n");
        };
    }

    private static String insertedLine(String text, String line, Random random) {
        List<String> lines = new ArrayList<>(Arrays.asList(text.split("\n", -1)));
        lines.add(random.nextInt(lines.size()), line);
        return String.join("\n", lines);
    }

    private static String shuffledDefaults(String text, Random random) {
        List<String> defaults = new ArrayList<>();
        StringBuilder rest = new StringBuilder();
        for (String line : text.split("\n", -1)) {
            if (line.startsWith("default ")) {
                defaults.add(line);
            } else {
                rest.append(line).append('\n');
            }
        }
        Collections.shuffle(defaults, random);
        return rest + String.join("\n", defaults) + "\n";
    }

    private static List<String> flippedDefaults() {
        List<String> mutants = new ArrayList<>();
        Matcher matcher = Pattern.compile("default (\\w+) := (true|false)").matcher(RULES);
        while (matcher.find()) {
            String flipped = matcher.group(2).equals("true") ? "false" : "true";
            mutants.add(
                    RULES.substring(0, matcher.start(2))
                            + flipped
                            + RULES.substring(matcher.end()));
        }
        return mutants;
    }

    private static List<String> lessLines() {
        List<String> mutants = new ArrayList<>();
        String[] lines = RULES.split("\n", -1);
        for (int i = 0; i < lines.length; i++) {
            if (!lines[i].isBlank() && !lines[i].startsWith("#")) {
                List<String> less = new ArrayList<>(Arrays.asList(lines));
                less.remove(i);
                mutants.add(String.join("\n", less) + "\n");
            }
        }
        return mutants;
    }

    private static List<String> commentedLines() {
        List<String> mutants = new ArrayList<>();
        String[] lines = RULES.split("\n", -1);
        for (int i = 0; i < lines.length; i++) {
            if (!lines[i].isBlank() && !lines[i].startsWith("#")) {
                String[] less = lines.clone();
                less[i] = "# " + lines[i];
                mutants.add(String.join("\n", less));
            }
        }
        return mutants;
    }

    private static List<String> addedRules() {
        List<String> mutants = new ArrayList<>();
        for (AgentRequest request : AgentRequest.values()) {
            mutants.add(RULES + "\n" + request.ruleName() + " if input\n");
            mutants.add(RULES + "\ndefault " + request.ruleName() + " := true\n");
        }
        mutants.add(RULES + "\nAllowRequestsFailingPolicy := true\n");
        return mutants;
    }

    /// One mutant for each place of each first text, with the second in its place.
    private static List<String> replaced(String text, String... pairs) {
        List<String> mutants = new ArrayList<>();
        for (int i = 0; i < pairs.length; i += 2) {
            int at = text.indexOf(pairs[i]);
            while (at >= 0) {
                if (!insideComment(text, at)) {
                    mutants.add(
                            text.substring(0, at)
                                    + pairs[i + 1]
                                    + text.substring(at + pairs[i].length()));
                }
                at = text.indexOf(pairs[i], at + 1);
            }
        }
        return mutants.stream().distinct().toList();
    }

    private static boolean insideComment(String text, int at) {
        return text.charAt(text.lastIndexOf('\n', at) + 1) == '#';
    }
}
