package dev.fiducia.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fiducia.policy.value.JsonLimits;
import dev.fiducia.policy.value.RegoYaml;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.List;

/// `# METADATA` blocks: what is refused, what they belong to, what policies see of them.
class AnnotationsTest {
    private static final String SCOPES =
            "Use one of 'rule', 'document', 'package', or 'subpackages'";

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '\0',
            value = {
                "package p|# METADATA|# scope: rules|x := 1 ~ 2:1 ~ invalid annotation scope 'rules'. SCOPES",
                "package p|# METADATA|# title: a|import data.q|x := q ~ 2:1 ~ invalid annotation scope 'import'. SCOPES",
                "package p|x := 1|# METADATA|# title: a ~ 3:1 ~ invalid annotation scope ''. SCOPES",
                "package p|x := 1|# METADATA|# scope: rule ~ 3:1 ~ annotation scope 'rule' must be applied to rule",
                "package p|# METADATA|# scope: package|x := 1 ~ 2:1 ~ annotation scope 'package' must be applied to package (have rule)",
                "package p|# METADATA|# scope: subpackages|import data.q ~ 2:1 ~ annotation scope 'subpackages' must be applied to package (have import)",
                "# METADATA|# scope: document|package p|x := 1 ~ 1:1 ~ annotation scope 'document' must be applied to rule (have package)",
                "package p|# METADATA|x := 1 ~ 2:1 ~ expected METADATA block, found whitespace",
                "package p|# METADATA||# title: a|x := 1 ~ 2:1 ~ expected METADATA block, found whitespace",
                "package p|# METADATA|# title: a|# description: [b|x := 1 ~ 4:1 ~ yaml: line 3: did not find expected ',' or ']'",
                "package p|# METADATA|# title: a|# METADATA|# title: b|x := 1 ~ 5:1 ~ yaml: line 3: could not find expected ':'",
                "package p|# METADATA|# title: a|# scope: [rule]|x := 1 ~ 4:1 ~ yaml: cannot unmarshal !!seq into string",
                "package p|# METADATA|# entrypoint: 1|x := 1 ~ 3:1 ~ yaml: cannot unmarshal !!int `1` into bool",
                "package p|# METADATA|# authors: a|x := 1 ~ 3:1 ~ yaml: cannot unmarshal !!str `a` into list",
                "package p|# METADATA|# custom: []|x := 1 ~ 3:1 ~ yaml: cannot unmarshal !!seq into map[string]interface {}",
                "package p|# METADATA|# just text|x := 1 ~ 3:1 ~ yaml: cannot unmarshal !!str `just text` into a map of annotations",
                "package p|# METADATA|# title: a|# authors: ['']|x := 1 ~ 4:1 ~ invalid author definition : author is an empty string",
                "package p|# METADATA|# authors: [{nick: a}]|x := 1 ~ 3:1 ~ invalid author definition {\"nick\": \"a\"}: 'name' and/or 'email' values required in object",
                "package p|# METADATA|# related_resources: [1]|x := 1 ~ 3:1 ~ invalid related-resource definition 1: invalid value type, must be string or map",
                "package p|# METADATA|# related_resources: ['']|x := 1 ~ 3:1 ~ invalid related-resource definition : ref URL may not be empty string",
                "package p|# METADATA|# related_resources: [{description: a}]|x := 1 ~ 3:1 ~ invalid related-resource definition {\"description\": \"a\"}: 'ref' value required in object",
                "package p|# METADATA|# schemas: [{foo: schema}]|x := 1 ~ 3:1 ~ invalid document reference",
                "package p|# METADATA|# schemas: [{input: foo}]|x := 1 ~ 3:1 ~ invalid schema reference",
                "package p|# METADATA|# schemas: [{input: 1}]|x := 1 ~ 3:1 ~ invalid schema declaration for path \"input\"",
                "package p|# METADATA|# schemas: [{}]|x := 1 ~ 3:1 ~ invalid document reference",
                "package p|# METADATA|# scope: rule|# entrypoint: true|x := 1 ~ 2:1 ~ annotation entrypoint applied to non-document or package scope 'rule'",
            })
    void refuses(String text, String place, String message) {
        List<Diagnostic> errors = Policies.errors(text.strip().replace('|', '\n'));
        assertThat(errors)
                .singleElement()
                .satisfies(error -> {
                    assertThat(error.code()).isEqualTo("rego_parse_error");
                    assertThat(error.message())
                            .isEqualTo(message.strip().replace("SCOPES", SCOPES));
                    assertThat(error.at().line() + ":" + error.at().column())
                            .isEqualTo(place.strip());
                });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '\0',
            value = {
                "package p|# METADATA|# scope: document|x := 1|# METADATA|# scope: document|x := 1 ~ 5:1 ~ document annotation redeclared: p.rego:2",
                "# METADATA|# title: a||# METADATA|# title: b|package p ~ 4:1 ~ package annotation redeclared: p.rego:1",
                "# METADATA|# scope: subpackages||# METADATA|# scope: subpackages|package p ~ 4:1 ~ subpackages annotation redeclared: p.rego:1",
            })
    void refusesToSpeakTwiceOfOneThing(String text, String place, String message) {
        assertThat(Policies.errors(text.strip().replace('|', '\n')))
                .singleElement()
                .hasToString("p.rego:" + place.strip() + ": rego_type_error: " + message.strip());
    }

    @Test
    void reportsAllBadBlocks() {
        String text =
                """
                package p
                # METADATA
                # scope: rules
                x := 1

                # METADATA
                # title: [a
                y := 1
                """;
        assertThat(Policies.errors(text)).extracting(e -> e.at().line()).containsExactly(2, 7);
    }

    /// There they are comments, and a policy that those hosts take must not be refused for one.
    @ParameterizedTest
    @EnumSource(
            value = Profile.class,
            names = {"TRUSTEE", "KATA"})
    void otherHostsReadComments(Profile profile) {
        String text = "package p\n# METADATA\n# scope: [nothing\nx := 1\n";
        assertThat(compiled(profile, text).diagnostics()).isEmpty();
        assertThat(Policies.errors(text)).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(
            value = Profile.class,
            names = {"TRUSTEE", "KATA"})
    void otherHostsDoNotHaveTheFunctions(Profile profile) {
        String text = "package p\nx := rego.metadata.rule()\n";
        assertThat(compiled(profile, text).errors())
                .singleElement()
                .hasToString("p.rego:2:6: rego_type_error: undefined function rego.metadata.rule");
    }

    @Test
    void tellsThatOnlyOpaHasTheFunctions() {
        String text = "package p\nx := rego.metadata.rule()\ny := rego.metadata.rule()\n";
        CompileResult result = compiled(Profile.OPA, text);
        assertThat(result.diagnostics()).isEmpty();
        assertThat(result.differences())
                .singleElement()
                .hasToString(
                        "p.rego:2:6: profile_builtin: the engines of Trustee and the Kata agent do"
                                + " not have the function rego.metadata.rule");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '\0',
            value = {
                "x := rego.metadata.rule() ~ {}",
                "# METADATA|# title: 1|# description: ''|x := rego.metadata.rule() ~ {scope: rule, title: '1'}",
                "# METADATA|# entrypoint: true|x := rego.metadata.chain() ~ [{path: [p, x]}, {path: [p, x], annotations: {scope: document, entrypoint: true}}]",
                "# METADATA|# title: a||# METADATA|# title: b|x := rego.metadata.rule() ~ {scope: rule, title: b}",
                "# METADATA|# title: a||# METADATA|# title: b|x := rego.metadata.chain() ~ [{path: [p, x], annotations: {scope: rule, title: b}}, {path: [p, x], annotations: {scope: rule, title: a}}]",
                "# METADATA|# title: a||# a remark|  # another|x := rego.metadata.rule() ~ {scope: rule, title: a}",
                "# METADATA|#title: a| # title: b|x := rego.metadata.rule() ~ {scope: rule, title: a}",
                "# METADATA|# title: a|# unknown: b|x := rego.metadata.rule() ~ {scope: rule, title: a}",
                "# METADATA|# organizations: [A, 1]|x := rego.metadata.rule() ~ {scope: rule, organizations: [A, '1']}",
                "# METADATA|# authors: [A  B <a@b>, {email: c@d}, <e>]|x := rego.metadata.rule() ~ {scope: rule, authors: [{name: A B, email: a@b}, {email: c@d}, {email: e}]}",
                "# METADATA|# related_resources: ['https://a.b', {ref: ' https://c ', description: d}]|x := rego.metadata.rule() ~ {scope: rule, related_resources: [{ref: 'https://a.b'}, {ref: 'https://c', description: d}]}",
                "# METADATA|# schemas: [{input: schema}, {data.a: 'schema.b[\"c d\"]'}, {input.a: {type: string}}]|x := rego.metadata.rule() ~ {scope: rule, schemas: [{path: [input], schema: [schema]}, {path: [data, a], schema: [schema, b, c d]}, {path: [input, a], definition: {type: string}}]}",
                "# METADATA|# title: off|# description: 0x10|# organizations: [on, True, 1.50, null]|x := rego.metadata.rule() ~ {scope: rule, title: 'off', description: '0x10', organizations: ['on', 'True', '1.50', '']}",
                "# METADATA|# custom: {a: off, b: Yes, c: y, d: true, no: 1, e: 0o17, f: 0x1F}|x := rego.metadata.rule() ~ {scope: rule, custom: {a: 'off', b: 'Yes', c: 'y', d: true, 'no': 1, e: 15, f: 31}}",
                "# METADATA|# custom: {a: 18446744073709551615, b: 18446744073709551616, c: -9223372036854775808}|x := rego.metadata.rule() ~ {scope: rule, custom: {a: 18446744073709551615, b: 1.8446744073709552e+19, c: -9223372036854775808}}",
                "# METADATA|# authors: [off]|x := rego.metadata.rule() ~ {scope: rule, authors: [{name: 'off'}]}",
                "# METADATA|# entrypoint: yes|x := rego.metadata.chain() ~ [{path: [p, x]}, {path: [p, x], annotations: {scope: document, entrypoint: true}}]",
                "# METADATA|# entrypoint: off|x := rego.metadata.rule() ~ {scope: rule}",
                "# METADATA|# custom: {a: [1, {b: null}]}|x := rego.metadata.rule() ~ {scope: rule, custom: {a: [1, {b: null}]}}",
                "# METADATA|# title: a|x := 1 if { false } else := rego.metadata.rule() ~ {}",
                "# METADATA|# title: a|default x := 2|x := rego.metadata.rule() ~ {}",
                "# METADATA|# title: a|x if every y in [1] { y == 1; rego.metadata.rule().title == \"a\" } ~ true",
                "# METADATA|# title: a|f(a) := [a, rego.metadata.rule().title]|x := f(1) ~ [1, a]",
                "# METADATA|# title: a|x.y.z := rego.metadata.chain()[0].path ~ {'y': {z: [p, x, 'y', z]}}",
                "# METADATA|# title: a|x[y] := rego.metadata.chain()[0].path if some y in [\"q\"] ~ {q: [p, x]}",
            })
    void givesConstants(String text, String expected) throws Exception {
        String policy = "package p\n" + text.strip().replace('|', '\n');
        assertThat(Policies.evaluate(policy, "data.p.x", "{}"))
                .isEqualTo(
                        new EvalResult.Value(RegoYaml.parse(expected.strip(), JsonLimits.DEFAULT)));
    }

    @Test
    void chainsFromRuleToOutermostPackage() {
        String outer =
                """
                # METADATA
                # scope: subpackages
                # title: a
                package a
                """;
        String inner =
                """
                # METADATA
                # scope: subpackages
                # title: b

                # METADATA
                # title: own
                package a.b
                x := rego.metadata.chain()
                """;
        List<PolicySource> sources =
                List.of(PolicySource.of("a.rego", outer), PolicySource.of("b.rego", inner));
        EvalResult result =
                RegoCompiler.builder()
                        .build()
                        .compile(sources)
                        .policy()
                        .orElseThrow()
                        .prepareRule("data.a.b.x")
                        .evaluate(EvalRequest.builder().build());
        assertThat(result)
                .isEqualTo(
                        new EvalResult.Value(
                                Policies.json(
                                        """
                                        [{"path": ["a", "b", "x"]},
                                         {"path": ["a", "b"],
                                          "annotations": {"scope": "package", "title": "own"}},
                                         {"path": ["a", "b"],
                                          "annotations": {"scope": "subpackages", "title": "b"}},
                                         {"path": ["a"],
                                          "annotations": {"scope": "subpackages", "title": "a"}}]
                                        """)));
    }

    @Test
    void failsOutsideOfRules() {
        PolicySet policy =
                RegoCompiler.builder()
                        .strictBuiltinErrors(true)
                        .build()
                        .compile(List.of(PolicySource.of("p.rego", "package p\n")))
                        .policy()
                        .orElseThrow();
        EvalResult result =
                policy.prepareQuery("x := rego.metadata.rule()")
                        .query()
                        .orElseThrow()
                        .evaluate(EvalRequest.builder().build());
        assertThat(result)
                .isInstanceOfSatisfying(
                        EvalResult.Failed.class,
                        failed ->
                                assertThat(failed.error().message())
                                        .contains(
                                                "must only be called within the scope of a rule"));
    }

    private static CompileResult compiled(Profile profile, String text) {
        return RegoCompiler.builder()
                .profile(profile)
                .build()
                .compile(List.of(PolicySource.of("p.rego", text)));
    }
}
