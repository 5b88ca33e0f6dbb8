package dev.fiducia.policy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;

/// Bad text gives a typed error that says what is wrong and where.
class ParseErrorsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '\0',
            value = {
                "package p\\nx := ~ 2:5 ~ expected a term",
                "package p\\nx := [1, 2 ~ 2:11 ~ expected ','",
                "package p\\nx := \"abc ~ 2:10 ~ non-terminated string",
                "package p\\nx := 01 ~ 2:8 ~ leading zero",
                "package p\\nx := 1.e ~ 2:7 ~ digit after the decimal point",
                "package p\\nx if { } ~ 2:8 ~ empty body",
                "package p\\nx { true } ~ 2:1 ~ `if` keyword is required",
                "package p\\nx := ? ~ 2:6 ~ illegal character '?'",
                "package p\\nimport foo.bar ~ 2:8 ~ unexpected import path",
                "package p\\ndefault x ~ 2:1 ~ illegal default rule (must have a value)",
                "package p\\nx if not some y in [1] ~ 2:6 ~ illegal negation of 'some'",
                "x := 1 ~ 1:1 ~ expected 'package'",
                "package p\\nx := \"\\q\" ~ 2:9 ~ illegal escape",
                "package p\\nx := $\"{1 ~ 2:10 ~ non-terminated template string",
                "package p\\nimport future.keywords.foo ~ 2:1 ~ unexpected keyword, must be one of [contains every if in not], got: foo",
                "package p\\nimport data.a.if ~ 2:15 ~ must not end with a keyword, got: if",
                "package p\\nf(x) { true } ~ 2:1 ~ `if` keyword is required before function body",
                "package p\\nx[1] ~ 2:1 ~ `contains` keyword is required for partial set rules",
                "package p\\nx[1] { true } ~ 2:1 ~ `if` keyword is required before rule body",
                "package p\\nx.y.z ~ 2:1 ~ rule must have value assignment and/or body declaration",
                "package p\\nf(1) ~ 2:1 ~ function must have value assignment and/or body",
                "package p\\nx ~ 2:1 ~ var cannot be used for rule name",
                "package p\\nx := 1 if { true } else := 2 { true } ~ 2:20 ~ `if` keyword is required",
                "package p\\nx[y] := 1 if { y := 1 } else := 2 ~ 2:25 ~ rules with variables in head",
                "package p\\ndefault x := input.y ~ 2:1 ~ (value cannot contain ref)",
                "package p\\ndefault x := [y] ~ 2:1 ~ (value cannot contain var)",
                "package p\\ndefault x := count([]) ~ 2:1 ~ (value cannot contain call)",
                "package p\\ndefault f(x, x) := 1 ~ 2:1 ~ (arguments cannot be repeated x)",
                "package p\\ndefault f(1) := 1 ~ 2:1 ~ (arguments cannot contain number)",
                "package p\\nx := [y + 1 | y := 1] ~ 2:17 ~ expected ',' or ']'",
                "package p\\nx := $\"{not y}\" ~ 2:9 ~ expected a term in a template string",
                "package p\\nx := 1 else := 2 ~ 2:8 ~ expected a rule name",
                "package p\\nx contains 1 else := 2 ~ 2:14 ~ else keyword cannot be used",
                "package p\\nx(1) contains 2 ~ 2:1 ~ only be used with rules",
            })
    void saysWhatIsWrongAndWhere(String text, String place, String message) {
        List<Diagnostic> errors = Policies.errors(text.strip().replace("\\n", "\n"));
        assertThat(errors).isNotEmpty();
        Diagnostic first = errors.getFirst();
        assertThat(first.code()).isEqualTo("rego_parse_error");
        assertThat(first.message()).contains(message.strip());
        assertThat(first.at().line() + ":" + first.at().column()).isEqualTo(place.strip());
    }

    @Test
    void hintsAtImportsThatVersion0Needs() {
        assertThat(
                        Policies.errors(RegoVersion.V0, "package p\nx { y in [1] }")
                                .getFirst()
                                .message())
                .endsWith("(hint: `import future.keywords.in`)");
        assertThat(Policies.errors(RegoVersion.V0, "package p\nx if { true }").getFirst().message())
                .endsWith("(hint: `import rego.v1` for `if`)");
    }

    @Test
    void readsNestedUnionsWithinItsBudget() {
        String nested = "[{1} | ".repeat(60) + "{2}" + ", 3]".repeat(60);
        assertThat(Policies.errors("package p\nx := " + nested))
                .noneMatch(error -> error.code().equals("rego_limit_error"));
    }

    @Test
    void reportsSeveralErrorsAtOnce() {
        List<Diagnostic> errors =
                Policies.errors("package p\n\na := [\n\nb := 2\n\nc := }\n\nd := 4\n\ne if {\n");
        assertThat(errors).hasSizeGreaterThanOrEqualTo(3);
    }

    /// What is read once takes no more than once: neither time nor the budget of ambiguous text.
    @Test
    void readsNestedDataWithinItsBudget() {
        String[][] brackets = {{"[", "]"}, {"{\"a\": ", "}"}, {"{", "}"}, {"[{\"a\": ", "}]"}};
        for (String[] pair : brackets) {
            String nested = pair[0].repeat(60) + "1" + pair[1].repeat(60);
            assertThat(Policies.errors("package p\nx := " + nested)).as(pair[0]).isEmpty();
        }
    }

    @Test
    void boundsNesting() {
        for (String open : List.of("[", "{", "(", "f(", "{1:", "[x | y := ", "$\"{")) {
            List<Diagnostic> errors = Policies.errors("package p\nx := " + open.repeat(50_000));
            assertThat(errors).as(open).isNotEmpty();
            assertThat(errors.getFirst().code()).as(open).isEqualTo("rego_limit_error");
        }
    }

    @Test
    void boundsAmbiguity() {
        List<Diagnostic> errors =
                Policies.errors("package p\nx := " + "[a|b, ".repeat(200) + "1" + "]".repeat(200));
        assertThat(errors).isNotEmpty();
    }

    @Test
    void boundsTheText() {
        assertThat(Policies.errors("package p\n" + "#".repeat(2_000_000)).getFirst().code())
                .isEqualTo("rego_limit_error");
        assertThat(Policies.errors("package p\n" + "\n".repeat(30_000)).getFirst().code())
                .isEqualTo("rego_limit_error");
        assertThat(
                        Policies.errors("package p\nx := \"" + "a".repeat(100_000) + "\"")
                                .getFirst()
                                .code())
                .isEqualTo("rego_limit_error");
    }

    @Test
    void countsColumnsInCodePoints() {
        Diagnostic error = Policies.errors("package p\nx := \"\uD83D\uDE00\" ]").getFirst();
        assertThat(error.at().column()).isEqualTo(10);
    }
}
