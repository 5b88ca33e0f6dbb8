package dev.fiducia.initdata.agentpolicy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Optional;
import java.util.Random;

/// Whatever the text is, reading and judging it gives a value, and changed rules never match.
class AgentPolicyFuzzTest {

    private static final List<String> PIECES =
            List.of(
                    "{",
                    "}",
                    "[",
                    "]",
                    "(",
                    ")",
                    "\"",
                    "`",
                    "#",
                    "\n",
                    ";",
                    ":=",
                    "=",
                    " if ",
                    " with ",
                    " as ",
                    "not ",
                    "default ",
                    "policy_data",
                    "package agent_policy\n",
                    "import data.policy_data\n",
                    "\ud83d",
                    "\u0000",
                    "1e999999999",
                    "\\u0000",
                    "$\"{");

    @Test
    void neverFailsAndNeverMatchesByAccident() {
        PolicyRegister register =
                PolicyRegisterTest.register(
                        GeneratedPolicy.registered(
                                "full", RegisteredPolicy.Kind.FULL, GeneratedPolicy.TEXT));
        Random random = new Random(3);
        int read = 0;
        for (int i = 0; i < 600; i++) {
            StringBuilder text = new StringBuilder(GeneratedPolicy.TEXT);
            for (int edits = random.nextInt(1, 4); edits > 0; edits--) {
                int at = random.nextInt(text.length());
                if (random.nextBoolean()) {
                    text.deleteCharAt(at);
                } else {
                    text.insert(at, PIECES.get(random.nextInt(PIECES.size())));
                }
            }
            String mutant = text.toString();
            PolicyVerdict verdict = register.judge(Optional.of(mutant));
            if (verdict.policy().isPresent()) {
                read++;
            }
            if (verdict.match() == PolicyMatch.EXACT) {
                assertThat(mutant).isEqualTo(GeneratedPolicy.TEXT);
            }
            if (verdict.match() == PolicyMatch.EQUIVALENT) {
                assertThat(bare(mutant)).isEqualTo(bare(GeneratedPolicy.TEXT));
            }
        }
        assertThat(read).isPositive();
    }

    /// What is left without comments, blanks and what may separate statements.
    private static String bare(String text) {
        return text.replaceAll("(?m)#.*$", "").replaceAll("[\\s;,]+", "").replace(":=", "=");
    }
}
