package dev.fiducia.policy.constraint;

import static dev.fiducia.policy.constraint.Documents.accepted;
import static dev.fiducia.policy.constraint.Documents.engine;
import static dev.fiducia.policy.constraint.Documents.object;
import static dev.fiducia.policy.constraint.Documents.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fiducia.policy.value.RegoValue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Instant;
import java.util.List;

/// Constraints on initdata revisions.
class InitdataConstraintTest {
    private static final String TEMPLATE =
            """
            apiVersion: templates.gatekeeper.sh/v1beta1
            kind: ConstraintTemplate
            metadata: {name: initdatadenyopenrequests}
            spec:
              crd: {spec: {names: {kind: InitdataDenyOpenRequests}, validation: {openAPIV3Schema: {properties: {requests: {type: array, items: {type: string}}}}}}}
              targets:
              - target: initdata.trustee.local
                rego: |
                  package initdatadeny
                  violation[{"msg": msg}] {
                    r := input.parameters.requests[_]
                    input.review.object.policy.openness[r] == "open"
                    msg := sprintf("request %v is open in initdata %v", [r, input.review.name])
                  }
            """;

    private static final String REVISION =
            "{apiVersion: trustee/v1, kind: Initdata, metadata: {name: demo, namespace: team-a,"
                    + " labels: {tier: gold}}, state: active, platforms: {snp: {}, az-snp-vtpm: {}},"
                    + " policy: {openness: {ExecProcess: open, ReadStream: open, SetPolicy: closed}}}";

    @ParameterizedTest
    @ValueSource(strings = {"initdata.trustee", "initdata.trustee.local"})
    void deniesOpenRequests(String target) {
        ConstraintEngine engine =
                engine(
                        TEMPLATE.replace("initdata.trustee.local", target),
                        constraint("{requests: [ExecProcess, SetPolicy, ReadStream]}", "{}"));
        assertThat(review(engine, "REGISTER").denials())
                .containsExactly(
                        "[no-open-requests] request ExecProcess is open in initdata demo",
                        "[no-open-requests] request ReadStream is open in initdata demo");
    }

    @Test
    void letsClosedRequestsPass() {
        assertThat(
                        review(
                                        engine(
                                                TEMPLATE,
                                                constraint("{requests: [SetPolicy]}", "{}")),
                                        "REGISTER")
                                .violations())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{operations: [ACTIVATE]}|no",
                "{operations: [REGISTER, ACTIVATE]}|yes",
                "{names: [demo]}|yes",
                "{names: [de*]}|yes",
                "{names: [prod]}|no",
                "{excludedNames: [demo]}|no",
                "{namespaces: [team-*]}|yes",
                "{namespaces: [other]}|no",
                "{excludedNamespaces: ['*']}|no",
                "{states: [active, draft]}|yes",
                "{states: [revoked]}|no",
                "{platforms: [snp]}|yes",
                "{platforms: ['az-*']}|yes",
                "{platforms: [tdx]}|no",
                "{labelSelector: {matchLabels: {tier: gold}}}|yes",
                "{labelSelector: {matchLabels: {tier: iron}}}|no",
                "{names: [demo], platforms: [tdx]}|no",
            })
    void appliesToTheRevisionsThatItNames(String match, String applies) {
        ConstraintEngine engine = engine(TEMPLATE, constraint("{requests: [ExecProcess]}", match));
        assertThat(review(engine, "REGISTER").isDenied()).isEqualTo(applies.equals("yes"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{operations: [CREATE]}",
                "{states: [running]}",
                "{kinds: [{kinds: [Pod]}]}",
                "{names: ['a*b']}",
            })
    void refusesCriteriaOfOtherTargets(String match) {
        assertThat(
                        engine(TEMPLATE)
                                .withConstraint(yaml(constraint("{requests: []}", match)))
                                .isApplied())
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{states: [active]}|state: active|state: null",
                "{states: [revoked]}|state: active|state: [active]",
                "{states: [revoked]}|state: active|state: ''",
                "{platforms: [tdx]}|platforms: {snp: {}, az-snp-vtpm: {}}|platforms: null",
                "{platforms: [tdx]}|platforms: {snp: {}, az-snp-vtpm: {}}|platforms: {}",
                "{platforms: [tdx]}|platforms: {snp: {}, az-snp-vtpm: {}}|platforms: tdx",
                "{platforms: [tdx]}|platforms: {snp: {}, az-snp-vtpm: {}}|platforms: [{name: tdx}]",
                "{platforms: [tdx]}|platforms: {snp: {}, az-snp-vtpm: {}}|platforms: [snp], tee: 5",
            })
    void countsAsViolatingWhenTheRevisionDoesNotSay(String match, String said, String instead) {
        ConstraintEngine engine = engine(TEMPLATE, constraint("{requests: [ExecProcess]}", match));
        String revision = REVISION.replace(said, instead);
        assertThat(revision).isNotEqualTo(REVISION);
        ReviewResult result =
                engine.review(
                        accepted(ReviewRequest.ofRevision(yaml(revision))),
                        ReviewOptions.at(EnforcementPoint.REGISTRY));
        assertThat(result.isDenied()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{namespaces: [team-a]}", "{names: [demo]}"})
    void theRequestMaySayWhatTheRevisionDoesNot(String match) {
        ConstraintEngine engine = engine(TEMPLATE, constraint("{requests: [ExecProcess]}", match));
        String bare = REVISION.replace("name: demo, namespace: team-a,", "");
        String request =
                "{operation: REGISTER, name: demo, namespace: team-a, object: " + bare + "}";
        ReviewResult result =
                engine.review(
                        accepted(ReviewRequest.ofInitdata(yaml(request))),
                        ReviewOptions.at(EnforcementPoint.REGISTRY));
        assertThat(result.isDenied()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"name: other", "namespace: other"})
    void refusesRequestsThatSayOtherwiseThanTheRevision(String other) {
        String request = "{operation: REGISTER, " + other + ", object: " + REVISION + "}";
        assertThat(ReviewRequest.ofInitdata(yaml(request)).errors())
                .singleElement()
                .satisfies(error -> assertThat(error.message()).contains("the request says other"));
    }

    @Test
    void refusesOperationsThatRevisionsDoNotHave() {
        assertThat(ReviewRequest.ofInitdata(request("DELETE")).value()).isEmpty();
        assertThat(ReviewRequest.ofInitdata(yaml("{operation: REGISTER}")).value()).isEmpty();
    }

    @Test
    void neverMixesTargets() {
        ConstraintEngine engine = engine(TEMPLATE, constraint("{requests: [ExecProcess]}", "{}"));
        assertThat(
                        engine.review(
                                        accepted(ReviewRequest.ofObject(yaml(REVISION))),
                                        ReviewOptions.at(EnforcementPoint.REGISTRY))
                                .violations())
                .isEmpty();
    }

    @Test
    void auditsStoredRevisionsAndListsTheFirstViolations() {
        Inventory inventory =
                accepted(
                        Inventory.of(
                                List.of(
                                        object(REVISION),
                                        object(REVISION.replace("name: demo", "name: second")),
                                        object(REVISION.replace("Initdata", "Policy")),
                                        object(
                                                "{apiVersion: v1, kind: Pod, metadata: {name: p}}"))));
        ConstraintEngine engine =
                engine(
                                TEMPLATE,
                                constraint(
                                        "{requests: [ExecProcess, ReadStream]}",
                                        "{operations: [REGISTER]}"))
                        .withInventory(inventory);
        AuditReport report =
                engine.audit(ReviewOptions.at(EnforcementPoint.AUDIT), 3, Instant.EPOCH);
        assertThat(report.total()).isEqualTo(4);
        assertThat(report.unreviewed()).isEmpty();
        assertThat(report.constraints())
                .singleElement()
                .satisfies(one -> {
                    assertThat(one.total()).isEqualTo(4);
                    assertThat(one.violations()).hasSize(3);
                    assertThat(one.toValue(report.at()).get("auditTimestamp"))
                            .isEqualTo(yaml("'1970-01-01T00:00:00Z'"));
                    assertThat(one.violations().getFirst().toValue())
                            .isEqualTo(
                                    yaml(
                                            "{group: trustee, version: v1, kind: Initdata,"
                                                    + " namespace: team-a, name: demo, message: request"
                                                    + " ExecProcess is open in initdata demo,"
                                                    + " enforcementAction: deny}"));
                });
    }

    private static ReviewResult review(ConstraintEngine engine, String operation) {
        return engine.review(
                accepted(ReviewRequest.ofInitdata(request(operation))),
                ReviewOptions.at(EnforcementPoint.REGISTRY));
    }

    private static RegoValue request(String operation) {
        return yaml("{operation: " + operation + ", object: " + REVISION + "}");
    }

    private static String constraint(String parameters, String match) {
        return """
        apiVersion: constraints.gatekeeper.sh/v1beta1
        kind: InitdataDenyOpenRequests
        metadata: {name: no-open-requests}
        spec: {parameters: %s, match: %s}
        """
                .formatted(parameters, match);
    }
}
