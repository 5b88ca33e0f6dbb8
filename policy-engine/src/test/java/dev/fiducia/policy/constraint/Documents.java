package dev.fiducia.policy.constraint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fiducia.policy.value.JsonLimits;
import dev.fiducia.policy.value.RegoJsonException;
import dev.fiducia.policy.value.RegoObject;
import dev.fiducia.policy.value.RegoValue;
import dev.fiducia.policy.value.RegoYaml;

import java.util.List;

/// Documents and engines for tests, from YAML.
final class Documents {
    /// The example of the documentation page, with its template's package named unlike its kind.
    static final String DENY_NAME =
            """
            apiVersion: templates.gatekeeper.sh/v1beta1
            kind: ConstraintTemplate
            metadata:
              name: k8sdenyname
            spec:
              crd:
                spec:
                  names:
                    kind: K8sDenyName
                  validation:
                    openAPIV3Schema:
                      properties:
                        invalidName:
                          type: string
              targets:
                - target: admission.k8s.gatekeeper.sh
                  rego: |
                    package k8sdenynames
                    violation[{"msg": msg}] {
                      input.review.object.metadata.name == input.parameters.invalidName
                      msg := sprintf("The name %v is not allowed", [input.parameters.invalidName])
                    }
            """;

    static final String NO_POLICY_VIOLATION =
            """
            apiVersion: constraints.gatekeeper.sh/v1beta1
            kind: K8sDenyName
            metadata:
              name: no-policy-violation
            spec:
              parameters:
                invalidName: "policy-violation"
            """;

    private Documents() {}

    static RegoValue yaml(String text) {
        try {
            return RegoYaml.parse(text, JsonLimits.DEFAULT);
        } catch (RegoJsonException e) {
            throw new AssertionError(e);
        }
    }

    static RegoObject object(String text) {
        return (RegoObject) yaml(text);
    }

    /// A template of kind Judge for Kubernetes objects whose parameters may be anything.
    static String template(String rego) {
        return """
        apiVersion: templates.gatekeeper.sh/v1beta1
        kind: ConstraintTemplate
        metadata: {name: judge}
        spec:
          crd: {spec: {names: {kind: Judge}}}
          targets:
          - target: admission.k8s.gatekeeper.sh
            rego: |
        """
                + rego.indent(6);
    }

    /// A constraint of kind Judge with the given spec in flow style.
    static String constraint(String name, String spec) {
        return """
        apiVersion: constraints.gatekeeper.sh/v1beta1
        kind: Judge
        metadata: {name: %s}
        spec: %s
        """
                .formatted(name, spec);
    }

    /// Every object violates a constraint of this template.
    static String always() {
        return template("package p\nviolation[{\"msg\": \"no\"}] { true }");
    }

    static ConstraintEngine engine(String template, String... constraints) {
        Change change = ConstraintEngine.empty().withTemplate(yaml(template));
        assertThat(change.errors()).isEmpty();
        for (String constraint : constraints) {
            change = change.engine().withConstraint(yaml(constraint));
            assertThat(change.errors()).isEmpty();
        }
        return change.engine();
    }

    static List<ConstraintError> templateErrors(String template) {
        return ConstraintEngine.empty().withTemplate(yaml(template)).errors();
    }

    static ReviewRequest reviewOf(String object) {
        return accepted(ReviewRequest.ofObject(yaml(object)));
    }

    static <T> T accepted(Loaded<T> loaded) {
        assertThat(loaded.errors()).isEmpty();
        return loaded.value().orElseThrow();
    }

    static List<String> messages(ConstraintEngine engine, ReviewRequest request) {
        return engine
                .review(request, ReviewOptions.at(EnforcementPoint.WEBHOOK))
                .violations()
                .stream()
                .map(Violation::message)
                .toList();
    }

    static List<String> messages(ConstraintEngine engine, String object) {
        return messages(engine, reviewOf(object));
    }

    static String pod(String metadata) {
        return "{apiVersion: v1, kind: Pod, metadata: " + metadata + "}";
    }
}
