package dev.fiducia.policy.constraint;

import static dev.fiducia.policy.constraint.Documents.always;
import static dev.fiducia.policy.constraint.Documents.constraint;
import static dev.fiducia.policy.constraint.Documents.engine;
import static dev.fiducia.policy.constraint.Documents.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fiducia.policy.value.RegoObject;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Requests of the API server and their answers, as documents.
class AdmissionReviewTest {
    private static final String REVIEW =
            """
            apiVersion: admission.k8s.io/v1
            kind: AdmissionReview
            request:
              uid: u-1
              kind: {group: "", version: v1, kind: Pod}
              resource: {group: "", version: v1, resource: pods}
              name: p
              namespace: shop
              operation: CREATE
              userInfo: {username: eve}
              object: {apiVersion: v1, kind: Pod, metadata: {name: p, namespace: shop}}
              oldObject: null
              dryRun: false
              options: {apiVersion: meta.k8s.io/v1, kind: CreateOptions}
            """;

    @Test
    void joinsTheMessagesOfAllDeniedConstraints() {
        assertThat(response(REVIEW, constraint("b", "{}"), constraint("a", "{}")))
                .isEqualTo(
                        yaml(
                                """
                                uid: u-1
                                allowed: false
                                status: {code: 403, reason: Forbidden, message: "[a] no\\n[b] no"}
                                """));
    }

    @Test
    void warnsBesideADenial() {
        assertThat(
                        response(
                                REVIEW,
                                constraint("b", "{}"),
                                constraint("a", "{enforcementAction: warn}")))
                .isEqualTo(
                        yaml(
                                """
                                uid: u-1
                                allowed: false
                                status: {code: 403, reason: Forbidden, message: "[b] no"}
                                warnings: ["[a] no"]
                                """));
    }

    @Test
    void allowsWithWarnings() {
        assertThat(response(REVIEW, constraint("a", "{enforcementAction: warn}")))
                .isEqualTo(
                        yaml(
                                "{uid: u-1, allowed: true, status: {code: 299}, warnings: ['[a] no']}"));
    }

    @Test
    void allowsWhatIsOnlyRecordedOrNotViolatedAtAll() {
        Object allowed = yaml("{uid: u-1, allowed: true, status: {code: 200}}");
        assertThat(response(REVIEW, constraint("a", "{enforcementAction: dryrun}")))
                .isEqualTo(allowed);
        assertThat(response(REVIEW)).isEqualTo(allowed);
    }

    @Test
    void answersInTheVersionThatItIsAskedIn() {
        RegoObject answer = answer(REVIEW.replace("k8s.io/v1\n", "k8s.io/v1beta1\n"));
        assertThat(answer.get("apiVersion")).isEqualTo(yaml("admission.k8s.io/v1beta1"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "5",
                "null",
                "{}",
                "{apiVersion: admission.k8s.io/v1, kind: AdmissionReview}",
                "{apiVersion: admission.k8s.io/v1, kind: AdmissionReview, request: 5}",
                "{apiVersion: admission.k8s.io/v1, kind: AdmissionReview, request: {uid: u-1}}",
                "{apiVersion: admission.k8s.io/v2, kind: AdmissionReview, request: {uid: u-1, object: {kind: Pod}}}",
                "{apiVersion: v1, kind: Review, request: {uid: u-1, object: {kind: Pod}}}",
                "{apiVersion: admission.k8s.io/v1, kind: AdmissionReview, request: {object: {kind: Pod}}}",
                "{apiVersion: admission.k8s.io/v1, kind: AdmissionReview, request: {uid: u-1, object: {kind: Pod}, other: 1}}",
            })
    void deniesWhatIsMalformedEvenWithoutConstraints(String document) {
        String answer = answer(document).toJson();
        assertThat(answer)
                .contains("\"allowed\":false")
                .contains("\"code\":400")
                .contains("\"uid\":\"" + (document.contains("u-1") ? "u-1" : "") + "\"");
    }

    @Test
    void leavesOutTemplatesForOtherOperations() {
        String template = always().replace("  rego: |", "  operations: [DELETE]\n    rego: |");
        ConstraintEngine deletions = engine(template, constraint("c", "{}"));
        ReviewOptions webhook = ReviewOptions.at(EnforcementPoint.WEBHOOK);
        assertThat(AdmissionReview.answer(deletions, yaml(REVIEW), webhook).toJson())
                .contains("\"allowed\":true");
        String deletion =
                REVIEW.replace("CREATE", "DELETE")
                        .replace("oldObject: null", "oldObject: {kind: Pod}");
        assertThat(AdmissionReview.answer(deletions, yaml(deletion), webhook).toJson())
                .contains("\"allowed\":false");
    }

    private static @Nullable Object response(String review, String... constraints) {
        return AdmissionReview.answer(
                        engine(always(), constraints),
                        yaml(review),
                        ReviewOptions.at(EnforcementPoint.WEBHOOK))
                .get("response");
    }

    private static RegoObject answer(String document) {
        return AdmissionReview.answer(
                engine(always()), yaml(document), ReviewOptions.at(EnforcementPoint.WEBHOOK));
    }
}
