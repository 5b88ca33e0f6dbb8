package dev.fiducia.policy.constraint;

import static dev.fiducia.policy.constraint.Documents.constraint;
import static dev.fiducia.policy.constraint.Documents.engine;
import static dev.fiducia.policy.constraint.Documents.messages;
import static dev.fiducia.policy.constraint.Documents.pod;
import static dev.fiducia.policy.constraint.Documents.template;
import static dev.fiducia.policy.constraint.Documents.templateErrors;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What templates may say, and what they may not.
class TemplateRulesTest {
    private static final String HEAD =
            """
            apiVersion: templates.gatekeeper.sh/v1
            kind: ConstraintTemplate
            metadata: {name: judge}
            spec:
              crd: {spec: {names: {kind: Judge}}}
              targets:
              - target: admission.k8s.gatekeeper.sh
            """;

    private static final String RULE = "package p\\nviolation[{\\\"msg\\\": \\\"no\\\"}] { true }";
    private static final String RULE_V1 =
            "package p\\nviolation contains {\\\"msg\\\": \\\"no\\\"} if true";

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            value = {
                "data.secrets.x == 1#disallowed ref data.secrets.x",
                "data.inventories#disallowed ref data.inventories",
                "x := data#disallowed ref data",
                "x := [y | y := data[_].z][_]#disallowed ref data[_].z",
                "input.a[data.b]#disallowed ref data.b",
                "every_x := {k: v | v := data.c[k]}; every_x#disallowed ref data.c[k]",
                "count(data.d) > 0#disallowed ref data.d",
                "input.x with data.e as 1#disallowed ref data.e",
                "walk(data, [p, v])#disallowed ref data",
                "data.template.violation#disallowed ref data.template.violation",
            })
    void refusesReferencesToOtherDocuments(String condition, String message) {
        assertThat(
                        templateErrors(
                                template(
                                        "package p\nviolation[{\"msg\": \"m\"}] { "
                                                + condition
                                                + " }")))
                .contains(
                        new ConstraintError(ConstraintError.INVALID_REGO, message, at(condition)));
    }

    /// Where the reference stands in the template's second line.
    private static String at(String condition) {
        return "template:2:" + (27 + condition.indexOf("data"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"input", "input.review", "data.other", "data"})
    void refusesImportsButOfLibraries(String path) {
        String text = "package p\nimport " + path + "\nviolation[{\"msg\": \"m\"}] { true }";
        assertThat(templateErrors(template(text)))
                .anyMatch(error -> error.message().contains("can be imported, not " + path));
    }

    @Test
    void refusesTheImportOfRegoV1AsGatekeeperDoes() {
        String text = "package p\nimport rego.v1\nviolation contains {\"msg\": \"m\"} if true";
        assertThat(templateErrors(template(text)))
                .extracting(ConstraintError::message)
                .containsExactly("only data.lib and future.keywords can be imported, not rego.v1");
    }

    @Test
    void needsTheRuleViolation() {
        assertThat(templateErrors(template("package p\nviolations[{\"msg\": \"m\"}] { true }")))
                .extracting(ConstraintError::message)
                .containsExactly("the rule violation is missing");
        assertThat(templateErrors(template("package p\nviolation(x) = y { y := x }")))
                .extracting(ConstraintError::message)
                .containsExactly("the rule violation is missing");
    }

    @ParameterizedTest
    @ValueSource(strings = {"package lib", "package other.lib", "package library.x"})
    void refusesLibrariesOutsideOfLib(String line) {
        assertThat(templateErrors(withLib(line)))
                .anyMatch(error -> error.message().contains("must be below lib"));
    }

    @Test
    void usesItsLibraries() {
        String text =
                HEAD
                        + "    rego: \"package p\\nimport data.lib.names\\nviolation[{\\\"msg\\\":"
                        + " m}] { m := names.greet(input.review.name) }\"\n"
                        + "    libs: [\"package lib.names\\ngreet(x) = y { y :="
                        + " concat(\\\" \\\", [data.lib.words.hello, x]) }\","
                        + " \"package lib.words\\nhello = \\\"hello\\\"\"]\n";
        assertThat(messages(engine(text, constraint("c", "{}")), pod("{name: p}")))
                .containsExactly("hello p");
    }

    @Test
    void takesRegoFromCodeAndIgnoresItsTranslations() {
        String text =
                HEAD
                        + "    code:\n"
                        + "    - {engine: K8sNativeValidation, source: {validations: [{expression:"
                        + " 'true'}]}}\n"
                        + "    - {engine: Rego, source: {version: v1, rego: \""
                        + RULE_V1
                        + "\"}}\n";
        assertThat(messages(engine(text, constraint("c", "{}")), pod("{name: p}")))
                .containsExactly("no");
    }

    @Test
    void refusesATranslationWithoutTheOriginal() {
        String text =
                HEAD
                        + "    code:\n    - {engine: K8sNativeValidation, source: {validations: []}}\n";
        assertThat(templateErrors(text))
                .extracting(ConstraintError::message)
                .containsExactly(
                        "the target has code for K8sNativeValidation only; code with engine Rego is"
                                + " needed");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "rego: @ & code: [{engine: Rego, source: {rego: @}}]|two places",
                "code: [{engine: Rego, source: {rego: @, version: v2}}]|must be v0 or v1",
                "code: [{engine: Rego, source: {rego: @, version: v1}}]|`if` keyword",
                "code: [{engine: Rego, source: {}}]|the field is required",
                "code: [{engine: Rego}]|the field is required",
                "rego: 5|must be a string",
                "rego: @ & lib: []|there is no such field",
                "rego: @ & operations: [DESTROY]|there is no operation DESTROY",
                "libs: [@]|libs without rego",
                "rego: ''|the target has no Rego",
            })
    void refusesSourcesThatAreNotClear(String target, String message) {
        assertThat(
                        templateErrors(
                                HEAD
                                        + "    "
                                        + target.replace(" & ", "\n    ")
                                                .replace("@", "\"" + RULE + "\"")
                                        + "\n"))
                .anyMatch(error -> error.message().contains(message));
    }

    @Test
    void reportsAllErrorsOfTheRegoWithTheirPlaces() {
        String text =
                "package p\nviolation[{\"msg\": m}] { m := nope(1) }\nx = y { y := also_nope }";
        assertThat(templateErrors(template(text)))
                .extracting(ConstraintError::location)
                .contains("template:2:30", "template:3:14");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http.send({})", "opa.runtime()", "external_data({})"})
    void offersNothingThatReachesOut(String call) {
        assertThat(
                        templateErrors(
                                template(
                                        "package p\nviolation[{\"msg\": \"m\"}] { " + call + " }")))
                .anyMatch(error -> error.message().contains("undefined function"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "apiVersion: templates.gatekeeper.sh/v2",
                "apiVersion: constraints.gatekeeper.sh/v1",
                "kind: Template",
                "extra: 1",
            })
    void refusesOtherDocuments(String line) {
        String field = line.substring(0, line.indexOf(':'));
        String text = template("package p\nviolation[{\"msg\": \"m\"}] { true }");
        String changed =
                text.lines()
                                .filter(l -> !l.startsWith(field + ":"))
                                .reduce("", (a, b) -> a + b + "\n")
                        + line
                        + "\n";
        assertThat(templateErrors(changed)).isNotEmpty();
        assertThat(templateErrors(text)).isEmpty();
    }

    private static String withLib(String line) {
        return HEAD + "    rego: \"" + RULE + "\"\n    libs: [\"" + line + "\"]\n";
    }
}
