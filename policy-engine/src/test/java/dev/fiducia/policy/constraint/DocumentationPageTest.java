package dev.fiducia.policy.constraint;

import static dev.fiducia.policy.constraint.Documents.DENY_NAME;
import static dev.fiducia.policy.constraint.Documents.NO_POLICY_VIOLATION;
import static dev.fiducia.policy.constraint.Documents.accepted;
import static dev.fiducia.policy.constraint.Documents.constraint;
import static dev.fiducia.policy.constraint.Documents.engine;
import static dev.fiducia.policy.constraint.Documents.messages;
import static dev.fiducia.policy.constraint.Documents.object;
import static dev.fiducia.policy.constraint.Documents.pod;
import static dev.fiducia.policy.constraint.Documents.template;
import static dev.fiducia.policy.constraint.Documents.templateErrors;
import static dev.fiducia.policy.constraint.Documents.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fiducia.policy.constraint.ConstraintEngine.Removal;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;

/// What the documentation of constraint templates (Policy Controller) says, point by point.
class DocumentationPageTest {
    private static final String POLICY_VIOLATION = pod("{name: policy-violation}");

    private static final String REQUEST =
            """
            uid: 0df28fbd-5f5f-11e8-bc74-36e6bb280816
            kind: {group: "", version: v1, kind: Pod}
            name: p
            namespace: shop
            operation: UPDATE
            userInfo: {username: eve, uid: "7", groups: [dev], extra: {team: [red]}}
            object: {apiVersion: v1, kind: Pod, metadata: {name: p, namespace: shop, labels: {v: new}}}
            oldObject: {apiVersion: v1, kind: Pod, metadata: {name: p, namespace: shop, labels: {v: old}}}
            dryRun: true
            """;

    @Test
    void deniesTheForbiddenNameWithTheMessageOfThePage() {
        ConstraintEngine engine = engine(DENY_NAME, NO_POLICY_VIOLATION);
        assertThat(messages(engine, POLICY_VIOLATION))
                .containsExactly("The name policy-violation is not allowed");
        assertThat(messages(engine, pod("{name: policy-compliance}"))).isEmpty();
    }

    @Test
    void answersAnAdmissionReviewWithTheConstraintBeforeItsMessage() {
        String review =
                """
                apiVersion: admission.k8s.io/v1
                kind: AdmissionReview
                request:
                  uid: u-1
                  operation: CREATE
                  kind: {group: "", version: v1, kind: Pod}
                  name: policy-violation
                  namespace: default
                  object: {apiVersion: v1, kind: Pod, metadata: {name: policy-violation}}
                """;
        assertThat(
                        AdmissionReview.answer(
                                engine(DENY_NAME, NO_POLICY_VIOLATION),
                                yaml(review),
                                ReviewOptions.at(EnforcementPoint.WEBHOOK)))
                .isEqualTo(
                        yaml(
                                """
                                apiVersion: admission.k8s.io/v1
                                kind: AdmissionReview
                                response:
                                  uid: u-1
                                  allowed: false
                                  status:
                                    code: 403
                                    reason: Forbidden
                                    message: "[no-policy-violation] The name policy-violation is not allowed"
                                """));
    }

    @Test
    void refusesATemplateWhoseNameIsNotItsKindInLowerCase() {
        assertThat(templateErrors(DENY_NAME.replace("name: k8sdenyname", "name: denyname")))
                .singleElement()
                .satisfies(error -> {
                    assertThat(error.code()).isEqualTo(ConstraintError.INVALID_TEMPLATE);
                    assertThat(error.location()).isEqualTo("metadata.name");
                });
    }

    @Test
    void refusesASecondTarget() {
        String second = "    - {target: admission.k8s.gatekeeper.sh, rego: package p}\n";
        assertThat(templateErrors(DENY_NAME.replace("  targets:\n", "  targets:\n" + second)))
                .singleElement()
                .satisfies(error -> assertThat(error.message()).contains("exactly one target"));
    }

    @Test
    void needsAPackageAndIgnoresItsValue() {
        assertThat(templateErrors(DENY_NAME.replace("package k8sdenynames\n", "\n")))
                .anyMatch(error -> error.code().equals("rego_parse_error"));
        String renamed = DENY_NAME.replace("package k8sdenynames", "package inventory");
        assertThat(messages(engine(renamed, NO_POLICY_VIOLATION), POLICY_VIOLATION))
                .containsExactly("The name policy-violation is not allowed");
    }

    @Test
    void holdsParametersToTheSchema() {
        Change change =
                engine(DENY_NAME)
                        .withConstraint(
                                yaml(NO_POLICY_VIOLATION.replace("\"policy-violation\"", "5")));
        assertThat(change.errors())
                .containsExactly(
                        new ConstraintError(
                                ConstraintError.SCHEMA_VIOLATION,
                                "must be string, is number",
                                "spec.parameters.invalidName"));
        assertThat(change.engine().constraints()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "input.review.uid == \"0df28fbd-5f5f-11e8-bc74-36e6bb280816\"",
                "input.review.kind == {\"group\": \"\", \"version\": \"v1\", \"kind\": \"Pod\"}",
                "input.review.name == \"p\"",
                "input.review.namespace == \"shop\"",
                "input.review.operation == \"UPDATE\"",
                "input.review.userInfo.username == \"eve\"",
                "input.review.userInfo.groups[_] == \"dev\"",
                "input.review.userInfo.extra.team == [\"red\"]",
                "input.review.object.metadata.labels.v == \"new\"",
                "input.review.oldObject.metadata.labels.v == \"old\"",
                "input.review.dryRun",
            })
    void givesTemplatesTheFieldsOfTheRequest(String condition) {
        ConstraintEngine engine = saying(condition);
        assertThat(messages(engine, accepted(ReviewRequest.ofAdmission(yaml(REQUEST)))))
                .containsExactly("seen");
    }

    @ParameterizedTest
    @ValueSource(strings = {"uid", "operation", "userInfo", "oldObject", "dryRun", "namespace"})
    void leavesOutInAnAuditWhatOnlyRequestsHave(String field) {
        assertThat(messages(saying("input.review." + field), pod("{name: p}"))).isEmpty();
        assertThat(messages(saying("not input.review." + field), pod("{name: p}")))
                .containsExactly("seen");
    }

    @Test
    void findsStoredObjectsUnderTheirPaths() {
        Inventory inventory =
                accepted(
                        Inventory.of(
                                List.of(
                                        object(
                                                "{apiVersion: v1, kind: Node,"
                                                        + " metadata: {name: my-favorite-node}}"),
                                        object(
                                                "{apiVersion: v1, kind: ConfigMap, metadata: {name:"
                                                        + " production-variables, namespace:"
                                                        + " shipping-prod}, data: {k: v}}"))));
        String node = "data.inventory.cluster[\"v1\"][\"Node\"][\"my-favorite-node\"].kind";
        String map =
                "data.inventory.namespace[\"shipping-prod\"][\"v1\"][\"ConfigMap\"]"
                        + "[\"production-variables\"].data.k";
        assertThat(messages(saying(node + " == \"Node\""), pod("{name: p}"))).isEmpty();
        for (String condition : List.of(node + " == \"Node\"", map + " == \"v\"")) {
            assertThat(messages(saying(condition).withInventory(inventory), pod("{name: p}")))
                    .containsExactly("seen");
        }
    }

    @Test
    void showsInTheStatusWhetherATemplateIsInForce() {
        String third = DENY_NAME.replace("name: k8sdenyname", "name: k8sdenyname\n  generation: 3");
        Status status = ConstraintEngine.empty().withTemplate(yaml(third)).status();
        assertThat(status.ofTemplate("replica-1"))
                .isEqualTo(
                        yaml(
                                """
                                created: true
                                observedGeneration: 3
                                byPod: [{id: replica-1, observedGeneration: 3}]
                                """));
        Change refused =
                ConstraintEngine.empty()
                        .withTemplate(yaml(third.replace("violation[", "violations[")));
        assertThat(refused.status().ofTemplate("replica-1"))
                .isEqualTo(
                        yaml(
                                """
                                created: false
                                observedGeneration: 3
                                byPod:
                                - id: replica-1
                                  observedGeneration: 3
                                  errors:
                                  - code: invalid_rego
                                    message: the rule violation is missing
                                    location: spec.targets[0].rego
                                """));
    }

    @Test
    void takesNoConstraintAfterItsTemplateIsDeleted() {
        ConstraintEngine engine = engine(DENY_NAME, NO_POLICY_VIOLATION);
        Change inUse = engine.withoutTemplate("k8sdenyname", Removal.REFUSE_WHILE_USED);
        assertThat(inUse.errors())
                .containsExactly(
                        new ConstraintError(
                                ConstraintError.IN_USE,
                                "the template has constraints: no-policy-violation",
                                ""));
        assertThat(messages(inUse.engine(), POLICY_VIOLATION)).hasSize(1);

        Change removed = engine.withoutTemplate("k8sdenyname", Removal.CASCADE);
        assertThat(removed.isApplied()).isTrue();
        assertThat(messages(removed.engine(), POLICY_VIOLATION)).isEmpty();
        assertThat(removed.engine().withConstraint(yaml(NO_POLICY_VIOLATION)).errors())
                .singleElement()
                .satisfies(error -> assertThat(error.code()).isEqualTo(ConstraintError.NOT_FOUND));
    }

    @Test
    void keepsTheDetailsThatATemplateAdds() {
        String text =
                template(
                        """
                        package p
                        violation[{"msg": "a", "details": {"n": 1}}] { true }
                        violation[{"msg": "b"}] { true }
                        """);
        List<Violation> violations =
                engine(text, constraint("c", "{}"))
                        .review(
                                Documents.reviewOf(pod("{name: p}")),
                                ReviewOptions.at(EnforcementPoint.WEBHOOK))
                        .violations();
        assertThat(violations).hasSize(2);
        assertThat(violations).allMatch(v -> v.cause() == Violation.Cause.POLICY);
        assertThat(violations)
                .filteredOn(v -> v.message().equals("a"))
                .singleElement()
                .satisfies(v -> assertThat(v.details()).isEqualTo(object("{'n': 1}")));
        assertThat(violations)
                .filteredOn(v -> v.message().equals("b"))
                .singleElement()
                .satisfies(v -> assertThat(v.details()).isEqualTo(object("{}")));
    }

    private static ConstraintEngine saying(String condition) {
        return engine(
                template("package p\nviolation[{\"msg\": \"seen\"}] {\n  " + condition + "\n}"),
                constraint("c", "{}"));
    }
}
