package dev.fiducia.policy.constraint;

import static dev.fiducia.policy.constraint.Documents.always;
import static dev.fiducia.policy.constraint.Documents.constraint;
import static dev.fiducia.policy.constraint.Documents.engine;
import static dev.fiducia.policy.constraint.Documents.pod;
import static dev.fiducia.policy.constraint.Documents.reviewOf;
import static dev.fiducia.policy.constraint.Documents.template;
import static dev.fiducia.policy.constraint.Documents.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fiducia.policy.Limits;
import dev.fiducia.policy.constraint.ConstraintEngine.Removal;
import dev.fiducia.policy.constraint.Violation.Cause;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/// What can't be judged is not let through, and templates cannot take an engine down.
class FailClosedTest {
    private static final Limits TIGHT =
            Limits.standard().withMaxSteps(200_000).withMaxTime(Duration.ofSeconds(2));

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            value = {
                "violation[{\"msg\": 5}] { true }#msg must be a string",
                "violation[{\"message\": \"x\"}] { true }#msg must be a string",
                "violation[\"x\"] { true }#msg must be a string",
                "violation = true { true }#violation is not a set",
                "violation[{\"msg\": x}] { x := f }  f = 1 { true }  f = 2 { true }#eval_conflict_error",
            })
    void deniesWhatATemplateCannotSayProperly(String rules, String message) {
        String text = template("package p\n" + rules.replace("}  ", "}\n"));
        ReviewResult result = review(engine(text, constraint("c", "{}")));
        assertThat(result.isDenied()).isTrue();
        assertThat(result.violations())
                .singleElement()
                .satisfies(violation -> {
                    assertThat(violation.cause()).isEqualTo(Cause.ERROR);
                    assertThat(violation.message()).contains(message);
                });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "count([1 | numbers.range(1, 1000000)[_]; numbers.range(1, 1000000)[_]]) > 0",
                "count(numbers.range(1, 1000000000)) > 0",
                "x := concat(\"\", [s | numbers.range(1, 5000)[_]; s := sprintf(\"%01000000d\", [1])])",
                "f(0)",
            })
    void endsHostileTemplatesWithinTheirBudget(String body) {
        String text =
                template(
                        "package p\nviolation[{\"msg\": \"m\"}] {\n  "
                                + body
                                + "\n}\nf(x) { g(x + 1) }\ng(x) { h[x] }\nh[y] { y := numbers.range(1,"
                                + " 100000000)[_] }");
        Change change =
                ConstraintEngine.empty(TIGHT)
                        .withTemplate(yaml(text))
                        .engine()
                        .withConstraint(yaml(constraint("c", "{}")));
        assertThat(change.errors()).isEmpty();
        long start = System.nanoTime();
        ReviewResult result = review(change.engine());
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
        assertThat(result.isDenied()).isTrue();
        assertThat(result.violations()).allMatch(v -> v.cause() == Cause.ERROR);
    }

    @Test
    void deniesWhatItHasNoTimeLeftToJudge() {
        ReviewOptions none = ReviewOptions.at(EnforcementPoint.WEBHOOK).withTime(Duration.ZERO);
        ReviewResult result =
                engine(
                                always(),
                                constraint("a", "{}"),
                                constraint("b", "{enforcementAction: warn}"))
                        .review(reviewOf(pod("{name: p}")), none);
        assertThat(result.denials()).containsExactly("[a] the time for this review is used up");
        assertThat(result.warnings()).containsExactly("[b] the time for this review is used up");
    }

    @Test
    void takesTimeWithoutEnd() {
        ReviewOptions endless =
                ReviewOptions.at(EnforcementPoint.WEBHOOK)
                        .withTime(Duration.ofSeconds(Long.MAX_VALUE));
        assertThat(
                        engine(always(), constraint("a", "{}"))
                                .review(reviewOf(pod("{name: p}")), endless)
                                .denials())
                .containsExactly("[a] no");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "5",
                "{}",
                "{operation: CREATE}",
                "{object: 5}",
                "{object: {metadata: {}}}",
                "{operation: DELETE, object: {apiVersion: v1, kind: Pod}}",
                "{operation: EXPLODE, object: {apiVersion: v1, kind: Pod}}",
                "{object: {apiVersion: v1, kind: Pod}, operatoin: CREATE}",
                "{object: {apiVersion: v1, kind: Pod}, dryRun: 'yes'}",
                "{object: {apiVersion: v1, kind: Pod}, kind: Pod}",
                "{object: {kind: Pod}}",
                "{object: {apiVersion: v1, kind: Pod, metadata: 5}}",
                "{object: {apiVersion: v1, kind: Pod, metadata: {name: 5}}}",
                "{object: {apiVersion: v1, kind: Pod, metadata: {namespace: [a]}}}",
                "{object: {apiVersion: v1, kind: Pod, metadata: {labels: [a]}}}",
                "{object: {apiVersion: v1, kind: Pod, metadata: {labels: {a: 1}}}}",
                "{object: {apiVersion: v1, kind: Pod}, oldObject: {apiVersion: v1, kind: Pod,"
                        + " metadata: {labels: {a: true}}}}",
            })
    void refusesRequestsThatCannotBeReviewed(String request) {
        assertThat(ReviewRequest.ofAdmission(yaml(request)).value()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{kind: Pod}",
                "{apiVersion: v1, kind: Pod, metadata: {labels: {a: 1}}}",
                "{apiVersion: v1, kind: Pod, metadata: {namespace: 5}}",
            })
    void refusesObjectsThatCannotBeReviewed(String object) {
        assertThat(ReviewRequest.ofObject(yaml(object)).value()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"policy-violation", "[policy-violation]", "5", "true"})
    void refusesParametersThatAreNoObject(String parameters) {
        Change change =
                engine(Documents.DENY_NAME)
                        .withConstraint(
                                yaml(
                                        "{apiVersion: constraints.gatekeeper.sh/v1beta1, kind:"
                                                + " K8sDenyName, metadata: {name: c}, spec:"
                                                + " {parameters: "
                                                + parameters
                                                + "}}"));
        assertThat(change.errors())
                .singleElement()
                .satisfies(error -> assertThat(error.location()).isEqualTo("spec.parameters"));
    }

    @Test
    void reviewsADeletionByTheObjectThatGoes() {
        String text =
                template(
                        "package p\nviolation[{\"msg\": m}] { m := input.review.object.metadata.name }");
        ReviewRequest request =
                Documents.accepted(
                        ReviewRequest.ofAdmission(
                                yaml(
                                        "{operation: DELETE, object: null, oldObject: "
                                                + pod("{name: gone}")
                                                + "}")));
        assertThat(Documents.messages(engine(text, constraint("c", "{}")), request))
                .containsExactly("gone");
    }

    @Test
    void keepsTheOldTemplateWhenANewOneDoesNotFitItsConstraints() {
        ConstraintEngine engine = engine(Documents.DENY_NAME, Documents.NO_POLICY_VIOLATION);
        Change change =
                engine.withTemplate(
                        yaml(Documents.DENY_NAME.replace("type: string", "type: integer")));
        assertThat(change.errors())
                .singleElement()
                .satisfies(error ->
                        assertThat(error.message())
                                .contains("constraint no-policy-violation does not fit"));
        assertThat(change.engine()).isSameAs(engine);
        assertThat(
                        engine.withTemplate(
                                        yaml(
                                                Documents.DENY_NAME.replace(
                                                        "admission.k8s.gatekeeper.sh",
                                                        "initdata.trustee")))
                                .errors())
                .singleElement()
                .satisfies(error -> assertThat(error.code()).isEqualTo(ConstraintError.IN_USE));
    }

    @Test
    void removesOneConstraintAndNothingElse() {
        ConstraintEngine engine = engine(always(), constraint("a", "{}"), constraint("b", "{}"));
        Change change = engine.withoutConstraint(new Constraint.Key("Judge", "a"));
        assertThat(review(change.engine()).denials()).containsExactly("[b] no");
        assertThat(review(engine).denials()).containsExactly("[a] no", "[b] no");
        assertThat(change.engine().withoutConstraint(new Constraint.Key("Judge", "a")).errors())
                .hasSize(1);
        assertThat(engine.withoutTemplate("other", Removal.CASCADE).errors()).hasSize(1);
    }

    @Test
    void eightThreadsAgree() throws Exception {
        String text =
                template(
                        "package p\nviolation[{\"msg\": m}] { x := numbers.range(1, 20)[_]; m :="
                                + " sprintf(\"%v-%v\", [input.review.object.metadata.name, x]) }");
        ConstraintEngine engine = engine(text, constraint("c", "{}"));
        Set<List<String>> answers = ConcurrentHashMap.newKeySet();
        Callable<Boolean> task =
                () ->
                        IntStream.range(0, 200)
                                .allMatch(_ ->
                                        !answers.add(review(engine).denials())
                                                || answers.size() == 1);
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            threads.invokeAll(Collections.nCopies(8, task));
            threads.shutdown();
            assertThat(threads.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
        }
        assertThat(answers).singleElement().satisfies(list -> assertThat(list).hasSize(20));
    }

    private static ReviewResult review(ConstraintEngine engine) {
        return engine.review(
                reviewOf(pod("{name: p}")), ReviewOptions.at(EnforcementPoint.WEBHOOK));
    }
}
