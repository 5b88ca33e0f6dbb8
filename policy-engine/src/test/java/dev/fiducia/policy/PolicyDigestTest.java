package dev.fiducia.policy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Random;

/// Digests tell texts that differ in meaning apart, and no others.
class PolicyDigestTest {
    /// The sample policy of the initdata specification with its published digests.
    private static final String SAMPLE =
            """
            package agent_policy

            default CreateContainerRequest := true
            default ExecProcessRequest := false
            default ReadStreamRequest := false
            default SetPolicyRequest := false
            """;

    private static final String SAMPLE_FORM =
            "618865d915d964b446962272e096d456d2602eecdd75b2fd21f5009e22ff0fc8";

    private static final String LONGER =
            """
            package p

            import data.q
            allow if {
                some x in input.list # one
                x.name == "a\\nb"; count([x, "c"]) > -1
                not q.f(x)[1]
                y := {"k": x, "l": [1 | 2, 3]}
                every v in y { v != `raw` }
            }
            else := false if input.x
            f(a) := $"{a} and {1 + 2}" if a < 3
            """;

    @Test
    void givesThePublishedDigests() {
        PolicyDigest digest = PolicyDigest.of(SAMPLE);
        assertThat(digest.sha256())
                .isEqualTo("2a01b10d3524b297a80cbb0d7a543a218379c7f4de1440529c083918e78fc370");
        assertThat(digest.n1()).contains("n1:" + SAMPLE_FORM);
        assertThat(digest.n2()).contains("n2:" + SAMPLE_FORM);
    }

    @Test
    void doesNotSeeFormatting() {
        for (String variant :
                new String[] {
                    SAMPLE.replace("\n", "\r\n"),
                    SAMPLE.replace(" := ", "   :=\t"),
                    SAMPLE.replaceFirst("\n\n", ";"),
                    SAMPLE.replace("\n", " # said so\n\n# and so\n"),
                    "\uFEFF" + SAMPLE,
                    SAMPLE.strip(),
                }) {
            assertThat(PolicyDigest.of(variant).n1()).as(variant).contains("n1:" + SAMPLE_FORM);
            assertThat(PolicyDigest.of(variant).sha256())
                    .isNotEqualTo(PolicyDigest.of(SAMPLE).sha256());
        }
    }

    @Test
    void seesTheOrderInTheFirstFormOnly() {
        String reversed =
                "package agent_policy\n"
                        + String.join(
                                "\n",
                                SAMPLE.lines().skip(2).toList().reversed().toArray(String[]::new))
                        + "\n";
        PolicyDigest digest = PolicyDigest.of(reversed);
        assertThat(digest.n1())
                .contains("n1:44d1f24ae4d2686f64148614a3ecee98ebca47d406def761f61a2563030ef8ee");
        assertThat(digest.n2()).contains("n2:" + SAMPLE_FORM);
    }

    @Test
    void seesAChangedValue() {
        String changed =
                SAMPLE.replace("ExecProcessRequest := false", "ExecProcessRequest := true");
        assertThat(PolicyDigest.of(changed).n1())
                .contains("n1:3ed84b8015d99b5654849bcd3910dcd22c5250d04335b67032b961723e242184");
        assertThat(PolicyDigest.of(changed).n2().orElseThrow()).startsWith("n2:3ed84b8015d99b56");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "x := f (1) ~ x := f(1)",
                "x := a [1] ~ x := a[1]",
                "x if { a; b } ~ x if { a b }",
                "x if { a\\n-b } ~ x if { a; - b; c }",
                "x := \"a b\" ~ x := \"a  b\"",
                "x := `a\\\\n` ~ x := \"a\\\\n\"",
                "x := $\"{y}\" ~ x := \"{y}\"",
                "x := $\"{y}\" ~ x := $\"\\\\{y}\"",
                "x if a\\nelse := 1 if b\\ny if c ~ x if a\\ny if c\\nelse := 1 if b",
                "x := 1\\n+ 2\\ny := 1 ~ x := 1\\ny := 1\\n+ 2",
            })
    void tellsMeaningsApart(String one, String other) {
        PolicyDigest a = PolicyDigest.of("package p\n" + one.strip().replace("\\n", "\n"));
        PolicyDigest b = PolicyDigest.of("package p\n" + other.strip().replace("\\n", "\n"));
        assertThat(a.n1()).isPresent().isNotEqualTo(b.n1());
        assertThat(a.n2().isPresent() && a.n2().equals(b.n2())).isFalse();
    }

    /// Policies may decide by their annotations, so that those must not be dropped as comments.
    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "# METADATA\\n# custom: {admin: a}\\nx := rego.metadata.rule() ~ # METADATA\\n# custom: {admin: b}\\nx := rego.metadata.rule()",
                "# METADATA\\n# title: a\\nx := 1 ~ x := 1",
                "# METADATA\\n# title: a\\nx := 1 ~ # METADATA\\n\\n# title: a\\nx := 1",
                "# METADATA\\n# title: a\\nx := 1 ~ # METADATA\\n # title: a\\nx := 1",
                "# METADATA\\n# title: a\\nx := 1\\ny := 2 ~ x := 1\\n# METADATA\\n# title: a\\ny := 2",
                "x if {\\n# METADATA\\n# title: a\\ntrue\\n}\\ny := 1\\nz := 2 ~ x if {\\n# METADATA\\n# title: a\\ntrue\\n}\\nz := 2\\ny := 1",
                "# METADATA\\n# title: a\\n\\n# METADATA\\n# title: b\\nx := 1 ~ # METADATA\\n# title: b\\n\\n# METADATA\\n# title: a\\nx := 1",
                "# METADATA\\n# title: a\\nx := 1\\nx := 1 ~ # METADATA\\n# title: a\\nx := 1",
            })
    void seesAnnotations(String one, String other) {
        tellsMeaningsApart(one, other);
        String above =
                one.strip().replace("\\n", "\n").replace("x := 1", "") + "\npackage p\nx := 1";
        assertThat(PolicyDigest.of(above).n1())
                .isNotEqualTo(PolicyDigest.of("package p\nx := 1").n1());
    }

    @Test
    void ordersStatementsWithTheirAnnotations() {
        String first = "# METADATA\n# title: a\nx := 1 # why\n";
        String second = "# a remark\n\n# METADATA\n# title: b\ny := 2\n";
        PolicyDigest digest = PolicyDigest.of("package p\n" + first + second);
        PolicyDigest reversed = PolicyDigest.of("package p\n" + second + "\n\n" + first);
        assertThat(reversed.n2()).isPresent().isEqualTo(digest.n2());
        assertThat(reversed.n1()).isPresent().isNotEqualTo(digest.n1());
        assertThat(PolicyDigest.of("package p\n\n" + first.replace(" # why", "") + second))
                .returns(digest.n1(), PolicyDigest::n1)
                .returns(digest.n2(), PolicyDigest::n2);
    }

    @Test
    void namesOnlyTheTextOfWhatIsNoPolicy() {
        assertThat(PolicyDigest.of("package p\nx := \"").n1()).isEmpty();
        assertThat(PolicyDigest.of("package p\nx := [").n1()).isPresent();
        assertThat(PolicyDigest.of("package p\nx := [").n2()).isEmpty();
        Limits small = new Limits(10, 10, 10, 10, 1, java.time.Duration.ofSeconds(1), 1);
        assertThat(PolicyDigest.of(SAMPLE, small).n1()).isEmpty();
    }

    @Test
    void ignoresWhiteSpaceAndCommentsWhereverTheyAreAdded() {
        PolicyDigest plain = PolicyDigest.of(LONGER);
        assertThat(plain.n2()).isPresent();
        Random random = new Random(7);
        for (int i = 0; i < 300; i++) {
            String[] lines = LONGER.split("\n", -1);
            int line = random.nextInt(lines.length);
            switch (random.nextInt(4)) {
                case 0 -> lines[line] = lines[line] + "   ";
                case 1 -> lines[line] = lines[line] + " # note " + i;
                case 2 -> lines[line] = "\t" + lines[line] + "\n\n";
                default -> lines[line] = lines[line].replace(", ", ",\n  ").replace("= ", "=  ");
            }
            PolicyDigest digest = PolicyDigest.of(String.join("\n", lines));
            assertThat(digest.n1()).as(String.join("\n", lines)).isEqualTo(plain.n1());
            assertThat(digest.n2()).isEqualTo(plain.n2());
        }
    }

    @Test
    void seesEveryChangedCharacterThatIsNotACommentsOrSpace() {
        PolicyDigest plain = PolicyDigest.of(LONGER);
        for (int i = 0; i < LONGER.length(); i++) {
            char c = LONGER.charAt(i);
            boolean inComment = LONGER.startsWith("# one", i) || LONGER.startsWith(" one", i);
            if (!Character.isLetterOrDigit(c) || inComment || isCommentAt(i)) {
                continue;
            }
            String changed =
                    LONGER.substring(0, i) + (c == 'z' ? 'y' : 'z') + LONGER.substring(i + 1);
            assertThat(PolicyDigest.of(changed).n1()).as(changed).isNotEqualTo(plain.n1());
        }
    }

    private static boolean isCommentAt(int i) {
        int hash = LONGER.lastIndexOf('#', i);
        return hash >= 0 && LONGER.lastIndexOf('\n', i) < hash;
    }
}
