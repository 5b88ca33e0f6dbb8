package dev.fiducia.initdata.diff;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

class UnifiedDiffTest {
    private static final Pattern HUNK =
            Pattern.compile("@@ -(\\d+)(?:,(\\d+))? \\+(\\d+)(?:,(\\d+))? @@");

    /// Applies a difference as patch(1) does, without any leniency.
    private static String patched(String before, String diff) {
        List<String> old = lines(before);
        List<String> rows = lines(diff);
        StringBuilder result = new StringBuilder();
        int at = 0;
        for (int i = 2; i < rows.size(); ) {
            Matcher hunk = HUNK.matcher(rows.get(i++).stripTrailing());
            assertThat(hunk.matches()).isTrue();
            int count = hunk.group(2) == null ? 1 : Integer.parseInt(hunk.group(2));
            int start = Integer.parseInt(hunk.group(1)) - (count == 0 ? 0 : 1);
            while (at < start) {
                result.append(old.get(at++));
            }
            int end = at + count;
            while (i < rows.size() && !rows.get(i).startsWith("@@")) {
                String row = rows.get(i++);
                boolean cut = i < rows.size() && rows.get(i).startsWith("\\");
                String line = cut ? row.substring(1, row.length() - 1) : row.substring(1);
                i += cut ? 1 : 0;
                if (row.charAt(0) != '+') {
                    assertThat(old.get(at++)).isEqualTo(line);
                }
                if (row.charAt(0) != '-') {
                    result.append(line);
                }
            }
            assertThat(at).isEqualTo(end);
        }
        while (at < old.size()) {
            result.append(old.get(at++));
        }
        return result.toString();
    }

    private static List<String> lines(String text) {
        List<String> lines = new ArrayList<>();
        Matcher line = Pattern.compile("[^\n]*\n|[^\n]+").matcher(text);
        while (line.find()) {
            lines.add(line.group());
        }
        return lines;
    }

    private static String random(Random random, int most) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(most); i > 0; i--) {
            text.append((char) ('a' + random.nextInt(4))).append('\n');
        }
        if (random.nextInt(4) == 0) {
            text.append("end");
        }
        return text.toString();
    }

    private static String diff(String before, String after) {
        return UnifiedDiff.of("a", before, "b", after);
    }

    @Test
    void isEmptyForTheSame() {
        assertThat(diff("a\n", "a\n")).isEmpty();
        assertThat(diff("", "")).isEmpty();
    }

    @Test
    void writesWhatDiffWrites() {
        String before = "1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n12\n";
        assertThat(diff(before, before.replace("\n2\n", "\ntwo\n").replace("12\n", "12")))
                .isEqualTo(
                        """
                        --- a
                        +++ b
                        @@ -1,5 +1,5 @@
                         1
                        -2
                        +two
                         3
                         4
                         5
                        @@ -9,4 +9,4 @@
                         9
                         10
                         11
                        -12
                        +12
                        \\ No newline at end of file
                        """);
        assertThat(diff("", "a\n")).isEqualTo("--- a\n+++ b\n@@ -0,0 +1 @@\n+a\n");
        assertThat(diff("a\n", "")).isEqualTo("--- a\n+++ b\n@@ -1 +0,0 @@\n-a\n");
    }

    @Test
    void leadsFromOneTextToTheOther() {
        Random random = new Random(4);
        for (int i = 0; i < 10_000; i++) {
            String before = random(random, 30);
            String after = random(random, 30);
            if (!before.equals(after)) {
                assertThat(patched(before, diff(before, after))).isEqualTo(after);
            }
        }
    }

    @Test
    void isShortest() {
        Random random = new Random(5);
        for (int i = 0; i < 500; i++) {
            List<String> before = lines(random(random, 12));
            List<String> after = lines(random(random, 12));
            long edits =
                    LineDiff.of(before, after).stream()
                            .filter(edit -> edit.kind() != LineDiff.Kind.KEPT)
                            .count();
            assertThat(edits).isEqualTo(before.size() + after.size() - 2L * common(before, after));
        }
    }

    /// The length of a longest common subsequence, by the table.
    private static int common(List<String> before, List<String> after) {
        int[][] longest = new int[before.size() + 1][after.size() + 1];
        for (int i = before.size() - 1; i >= 0; i--) {
            for (int j = after.size() - 1; j >= 0; j--) {
                longest[i][j] =
                        before.get(i).equals(after.get(j))
                                ? longest[i + 1][j + 1] + 1
                                : Math.max(longest[i + 1][j], longest[i][j + 1]);
            }
        }
        return longest[0][0];
    }

    @Test
    @Timeout(20)
    void isBoundedForTextsThatHaveNothingInCommon() {
        String before = "a\n".repeat(100_000) + "x\n".repeat(100_000);
        String after = "y\n".repeat(150_000) + "x\n";
        assertThat(patched(before, diff(before, after))).isEqualTo(after);
    }
}
