package dev.fiducia.policy.constraint;

import static dev.fiducia.policy.constraint.Documents.accepted;
import static dev.fiducia.policy.constraint.Documents.always;
import static dev.fiducia.policy.constraint.Documents.constraint;
import static dev.fiducia.policy.constraint.Documents.engine;
import static dev.fiducia.policy.constraint.Documents.messages;
import static dev.fiducia.policy.constraint.Documents.object;
import static dev.fiducia.policy.constraint.Documents.reviewOf;
import static dev.fiducia.policy.constraint.Documents.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;

/// What constraints apply to.
class MatchTest {
    private static final String DEPLOYMENT =
            "{apiVersion: apps/v1, kind: Deployment, metadata: {name: web-1, namespace: shop-prod,"
                    + " labels: {app: web, tier: front}}}";
    private static final String NODE =
            "{apiVersion: v1, kind: Node, metadata: {name: n1, labels: {app: web}}}";
    private static final String NAMESPACE =
            "{apiVersion: v1, kind: Namespace, metadata: {name: shop-prod, labels: {env: prod}}}";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{kinds: [{apiGroups: [apps], kinds: [Deployment]}]}|yes|no|no",
                "{kinds: [{apiGroups: ['*'], kinds: ['*']}]}|yes|yes|yes",
                "{kinds: [{apiGroups: [''], kinds: [Deployment]}]}|no|no|no",
                "{kinds: [{kinds: [Node]}, {apiGroups: [apps]}]}|yes|yes|no",
                "{kinds: []}|yes|yes|yes",
                "{scope: Namespaced}|yes|no|no",
                "{scope: Cluster}|no|yes|yes",
                "{scope: '*'}|yes|yes|yes",
                "{namespaces: [shop-prod]}|yes|yes|yes",
                "{namespaces: [shop]}|no|yes|no",
                "{namespaces: [shop-*]}|yes|yes|yes",
                "{namespaces: ['*-prod']}|yes|yes|yes",
                "{namespaces: ['*op-pr*']}|yes|yes|yes",
                "{namespaces: ['*']}|yes|yes|yes",
                "{excludedNamespaces: [shop-*]}|no|yes|no",
                "{excludedNamespaces: [other]}|yes|yes|yes",
                "{name: web-1}|yes|no|no",
                "{name: web-*}|yes|no|no",
                "{name: '*1'}|yes|yes|no",
                "{name: ''}|yes|yes|yes",
                "{labelSelector: {matchLabels: {app: web}}}|yes|yes|no",
                "{labelSelector: {matchLabels: {app: web, tier: front}}}|yes|no|no",
                "{labelSelector: {}}|yes|yes|yes",
                "{labelSelector: {matchExpressions: [{key: tier, operator: In, values: [front, back]}]}}|yes|no|no",
                "{labelSelector: {matchExpressions: [{key: tier, operator: NotIn, values: [front]}]}}|no|yes|yes",
                "{labelSelector: {matchExpressions: [{key: tier, operator: Exists}]}}|yes|no|no",
                "{labelSelector: {matchExpressions: [{key: tier, operator: DoesNotExist}]}}|no|yes|yes",
                "{namespaceSelector: {matchLabels: {env: prod}}}|yes|yes|yes",
                "{namespaceSelector: {matchLabels: {env: dev}}}|no|yes|no",
                "{source: All}|yes|yes|yes",
                "{source: Original}|yes|yes|yes",
                "{source: Generated}|no|no|no",
                "{kinds: [{kinds: [Node]}], name: other}|no|no|no",
            })
    void appliesToWhatMeetsAllCriteria(
            String match, String deployment, String node, String namespace) {
        ConstraintEngine engine =
                engine(always(), constraint("c", "{match: " + match + "}"))
                        .withInventory(accepted(Inventory.of(List.of(object(NAMESPACE)))));
        assertThat(messages(engine, DEPLOYMENT).size()).isEqualTo(deployment.equals("yes") ? 1 : 0);
        assertThat(messages(engine, NODE).size()).isEqualTo(node.equals("yes") ? 1 : 0);
        assertThat(messages(engine, NAMESPACE).size()).isEqualTo(namespace.equals("yes") ? 1 : 0);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{kind: []}|there is no such field",
                "{scope: cluster}|must be *, Cluster or Namespaced",
                "{source: Elsewhere}|must be All, Original or Generated",
                "{namespaces: ['a*b']}|* only at the start or end",
                "{namespaces: shop}|must be a list",
                "{name: Web}|* only at the start or end",
                "{labelSelector: {matchExpressions: [{key: a, operator: Like}]}}|the operator must be",
                "{labelSelector: {matchExpressions: [{key: a, operator: In}]}}|values are required with In",
                "{labelSelector: {matchExpressions: [{key: a, operator: Exists, values: [b]}]}}|values must not be given",
                "{labelSelector: {matchExpressions: [{operator: Exists}]}}|the field is required",
                "{labelSelector: {matchLabels: {'a b': c}}}|is not the name of a label",
                "{labelSelector: {matchLabels: {a: 'b c'}}}|is not the value of a label",
                "{labelSelector: {matchLabels: {a: 5}}}|must be a string",
                "{namespaceSelector: {matchLabel: {}}}|there is no such field",
            })
    void refusesCriteriaThatAreNone(String match, String message) {
        Change change =
                engine(always()).withConstraint(yaml(constraint("c", "{match: " + match + "}")));
        assertThat(change.errors()).anyMatch(error -> error.message().contains(message));
        assertThat(change.engine().constraints()).isEmpty();
    }

    @Test
    void countsAsViolatingWhenTheNamespaceIsNotKnown() {
        ConstraintEngine engine =
                engine(
                        always(),
                        constraint("c", "{match: {namespaceSelector: {matchLabels: {env: dev}}}}"));
        ReviewResult result =
                engine.review(reviewOf(DEPLOYMENT), ReviewOptions.at(EnforcementPoint.WEBHOOK));
        assertThat(result.isDenied()).isTrue();
        assertThat(result.violations())
                .singleElement()
                .satisfies(violation -> {
                    assertThat(violation.cause()).isEqualTo(Violation.Cause.UNMATCHABLE);
                    assertThat(violation.message()).contains("namespace shop-prod is not known");
                });
    }

    @Test
    void takesTheNamespaceThatTheRequestBrings() {
        ConstraintEngine engine =
                engine(
                        always(),
                        constraint(
                                "c", "{match: {namespaceSelector: {matchLabels: {env: prod}}}}"));
        assertThat(messages(engine, reviewOf(DEPLOYMENT).within(object(NAMESPACE))))
                .containsExactly("no");
    }

    @Test
    void matchesTheObjectOrTheOneItReplaces() {
        ConstraintEngine engine =
                engine(
                        always(),
                        constraint("c", "{match: {labelSelector: {matchLabels: {a: b}}}}"));
        String labelled = "{apiVersion: v1, kind: Pod, metadata: {name: p, labels: {a: b}}}";
        String plain = "{apiVersion: v1, kind: Pod, metadata: {name: p}}";
        assertThat(messages(engine, update(plain, plain))).isEmpty();
        assertThat(messages(engine, update(labelled, plain))).hasSize(1);
        assertThat(messages(engine, update(plain, labelled))).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{scope: Namespaced}|1",
                "{scope: Cluster}|0",
                "{namespaces: [prod]}|1",
                "{namespaces: [other]}|0",
                "{excludedNamespaces: [prod]}|0",
            })
    void takesTheNamespaceOfTheRequestWhereTheObjectHasNone(String match, int violations) {
        ConstraintEngine engine = engine(always(), constraint("c", "{match: " + match + "}"));
        String connect =
                "{operation: CONNECT, namespace: prod, name: p, object: {apiVersion: v1, kind:"
                        + " PodExecOptions}}";
        ReviewRequest request = accepted(ReviewRequest.ofAdmission(yaml(connect)));
        assertThat(messages(engine, request)).hasSize(violations);
    }

    @Test
    void believesTheRequestAboutTheNamespace() {
        ConstraintEngine engine =
                engine(always(), constraint("c", "{match: {excludedNamespaces: [kube-system]}}"));
        String request =
                "{operation: CREATE, namespace: prod, object: "
                        + Documents.pod("{name: p, namespace: kube-system}")
                        + "}";
        assertThat(messages(engine, accepted(ReviewRequest.ofAdmission(yaml(request))))).hasSize(1);
    }

    @Test
    void aLabelWithoutAValueIsThere() {
        ConstraintEngine engine =
                engine(
                        always(),
                        constraint(
                                "c",
                                "{match: {labelSelector: {matchExpressions: [{key: a, operator:"
                                        + " Exists}]}}}"));
        assertThat(messages(engine, Documents.pod("{name: p, labels: {a: null}}"))).hasSize(1);
    }

    @Test
    void matchesNamesThatAreStillToBeGenerated() {
        String generated = "{apiVersion: v1, kind: Pod, metadata: {generateName: web-}}";
        assertThat(messages(named("web-*"), generated)).hasSize(1);
        assertThat(messages(named("'*eb*'"), generated)).hasSize(1);
        assertThat(messages(named("web-1"), generated)).isEmpty();
        assertThat(messages(named("'*-1'"), generated)).isEmpty();
    }

    @Test
    void tellsGeneratedObjectsFromOriginals() {
        ConstraintEngine engine = engine(always(), constraint("c", "{match: {source: Generated}}"));
        assertThat(messages(engine, reviewOf(NODE))).isEmpty();
        assertThat(messages(engine, reviewOf(NODE).from(Source.GENERATED))).hasSize(1);
    }

    private static ConstraintEngine named(String name) {
        return engine(always(), constraint("c", "{match: {name: " + name + "}}"));
    }

    private static ReviewRequest update(String object, String oldObject) {
        return accepted(
                ReviewRequest.ofAdmission(
                        yaml(
                                "{operation: UPDATE, object: "
                                        + object
                                        + ", oldObject: "
                                        + oldObject
                                        + "}")));
    }
}
