package dev.fiducia.policy.constraint;

import static dev.fiducia.policy.constraint.Documents.always;
import static dev.fiducia.policy.constraint.Documents.constraint;
import static dev.fiducia.policy.constraint.Documents.engine;
import static dev.fiducia.policy.constraint.Documents.pod;
import static dev.fiducia.policy.constraint.Documents.reviewOf;
import static dev.fiducia.policy.constraint.Documents.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What follows from violations, and where.
class EnforcementTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|true|0|1",
                "{enforcementAction: deny}|true|0|1",
                "{enforcementAction: ''}|true|0|1",
                "{enforcementAction: warn}|false|1|1",
                "{enforcementAction: dryrun}|false|0|1",
                "{enforcementAction: scoped, scopedEnforcementActions: [{action: deny, enforcementPoints: [{name: validation.gatekeeper.sh}]}]}|true|0|1",
                "{enforcementAction: scoped, scopedEnforcementActions: [{action: deny, enforcementPoints: [{name: audit.gatekeeper.sh}]}]}|false|0|0",
                "{enforcementAction: scoped, scopedEnforcementActions: [{action: warn, enforcementPoints: [{name: '*'}]}, {action: deny, enforcementPoints: [{name: audit.gatekeeper.sh}]}]}|false|1|1",
                "{enforcementAction: scoped, scopedEnforcementActions: [{action: warn, enforcementPoints: [{name: '*'}]}, {action: deny, enforcementPoints: [{name: '*'}]}]}|true|1|1",
                "{enforcementAction: scoped, scopedEnforcementActions: []}|false|0|0",
            })
    void actsAsDeclaredAtTheWebhook(String spec, boolean denied, int warnings, int violations) {
        ReviewResult result = review(engine(always(), constraint("c", spec)));
        assertThat(result.isDenied()).isEqualTo(denied);
        assertThat(result.warnings()).hasSize(warnings);
        assertThat(result.violations()).hasSize(violations);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{enforcementAction: block}",
                "{enforcementAction: Deny}",
                "{enforcementAction: 1}",
                "{enforcementAction: scoped}",
                "{enforcementAction: scoped, scopedEnforcementActions: {}}",
                "{enforcementAction: scoped, scopedEnforcementActions: [{action: deny}]}",
                "{enforcementAction: scoped, scopedEnforcementActions: [{action: scoped, enforcementPoints: [{name: '*'}]}]}",
                "{enforcementAction: scoped, scopedEnforcementActions: [{action: deny, enforcementPoints: [{name: webhook}]}]}",
                "{enforcementActions: deny}",
            })
    void refusesActionsThatItDoesNotKnow(String spec) {
        Change change = engine(always()).withConstraint(yaml(constraint("c", spec)));
        assertThat(change.isApplied()).isFalse();
        assertThat(change.errors())
                .singleElement()
                .satisfies(error -> assertThat(error.location()).startsWith("spec."));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "c: 1|metadata",
                "{name: ''}|metadata.name",
                "{name: Upper}|metadata.name",
                "{name: -a}|metadata.name",
                "{name: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa}|metadata.name",
                "{name: a, colour: red}|metadata.colour",
            })
    void refusesNamesThatAreNone(String metadata, String location) {
        String text =
                "{apiVersion: constraints.gatekeeper.sh/v1beta1, kind: Judge, metadata: "
                        + (metadata.startsWith("{") ? metadata : "5")
                        + "}";
        assertThat(engine(always()).withConstraint(yaml(text)).errors())
                .singleElement()
                .satisfies(error -> assertThat(error.location()).isEqualTo(location));
    }

    @Test
    void takesANameOf63Characters() {
        assertThat(
                        engine(always())
                                .withConstraint(yaml(constraint("a".repeat(63), "{}")))
                                .isApplied())
                .isTrue();
    }

    @Test
    void ordersViolationsByConstraintAndMessage() {
        String template =
                Documents.template(
                        "package p\nviolation[{\"msg\": m}] { m := [\"z\", \"a\", \"k\"][_] }");
        ReviewResult result =
                review(engine(template, constraint("b", "{}"), constraint("a", "{}")));
        assertThat(result.denials())
                .containsExactly("[a] a", "[a] k", "[a] z", "[b] a", "[b] k", "[b] z");
    }

    private static ReviewResult review(ConstraintEngine engine) {
        return engine.review(
                reviewOf(pod("{name: p}")), ReviewOptions.at(EnforcementPoint.WEBHOOK));
    }
}
