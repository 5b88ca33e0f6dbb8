package dev.fiducia.policy.constraint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fiducia.policy.Limits;
import dev.fiducia.policy.value.JsonLimits;
import dev.fiducia.policy.value.RegoJsonException;
import dev.fiducia.policy.value.RegoNull;
import dev.fiducia.policy.value.RegoValue;
import dev.fiducia.policy.value.RegoYaml;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Random;

/// Mutated documents are taken or refused; nothing is thrown, and nothing malformed is allowed.
class ConstraintFuzzTest {
    private static final int ROUNDS = 3_000;
    private static final Limits LIMITS =
            Limits.standard().withMaxSteps(100_000).withMaxTime(Duration.ofSeconds(1));
    private static final List<String> PIECES =
            List.of(
                    "null",
                    "5",
                    "-1",
                    "true",
                    "[]",
                    "{}",
                    "''",
                    "*",
                    "a*b",
                    "name",
                    "kind",
                    "spec",
                    "match: {}",
                    "\n",
                    "  ",
                    ": ",
                    "- ",
                    "{",
                    "}",
                    "[",
                    "]",
                    "\"",
                    "'",
                    "|",
                    "&a",
                    "*a",
                    "!!str",
                    "data.x",
                    "input",
                    "violation",
                    "\u0000",
                    "\ud83d\ude00");

    private final Random random = new Random(3);

    @Test
    void mutatedTemplatesAreTakenOrRefused() {
        for (int i = 0; i < ROUNDS; i++) {
            RegoValue document = mutated(Documents.DENY_NAME);
            Change change = ConstraintEngine.empty(LIMITS).withTemplate(document);
            assertThat(change.isApplied()).isEqualTo(change.engine().templates().size() == 1);
            assertThat(change.status().ofTemplate("r").toJson()).contains("created");
        }
    }

    @Test
    void mutatedConstraintsAreTakenOrRefused() {
        ConstraintEngine engine = Documents.engine(Documents.DENY_NAME);
        String text =
                Documents.NO_POLICY_VIOLATION
                        + """
                          enforcementAction: scoped
                          scopedEnforcementActions:
                          - {action: deny, enforcementPoints: [{name: "*"}]}
                          match:
                            kinds: [{apiGroups: [""], kinds: [Pod]}]
                            namespaces: [a-*]
                            labelSelector: {matchExpressions: [{key: a, operator: In, values: [b]}]}
                        """;
        for (int i = 0; i < ROUNDS; i++) {
            Change change = engine.withConstraint(mutated(text));
            assertThat(change.isApplied()).isEqualTo(change.engine().constraints().size() == 1);
            Documents.messages(change.engine(), Documents.pod("{name: policy-violation}"));
        }
    }

    @Test
    void mutatedRequestsAreAnsweredAndNeverAllowedBySayingLess() {
        ConstraintEngine engine =
                Documents.engine(Documents.always(), Documents.constraint("c", "{}"));
        String text =
                """
                apiVersion: admission.k8s.io/v1
                kind: AdmissionReview
                request:
                  uid: u-1
                  operation: UPDATE
                  name: p
                  object: {apiVersion: v1, kind: Pod, metadata: {name: p, labels: {a: b}}}
                  oldObject: {apiVersion: v1, kind: Pod, metadata: {name: p}}
                """;
        for (int i = 0; i < ROUNDS; i++) {
            assertThat(
                            AdmissionReview.answer(
                                            engine,
                                            mutated(text),
                                            ReviewOptions.at(EnforcementPoint.WEBHOOK))
                                    .toJson())
                    .contains("\"allowed\":false");
        }
    }

    @Test
    void mutatedSuitesEndInAReport() {
        String text =
                """
                apiVersion: test.gatekeeper.sh/v1alpha1
                kind: Suite
                tests:
                - name: t
                  template: template.yaml
                  constraint: constraint.yaml
                  cases:
                  - {name: c, object: o.yaml, inventory: [o.yaml], assertions: [{violations: 1, message: a}]}
                """;
        for (int i = 0; i < ROUNDS; i++) {
            Loaded<GatorSuite> suite = GatorSuite.load("suite.yaml", mutated(text));
            assertThat(suite.value().isPresent()).isEqualTo(suite.errors().isEmpty());
        }
    }

    /// A document of a mutated text; null for most that are no YAML any more.
    private RegoValue mutated(String text) {
        StringBuilder changed = new StringBuilder(text);
        for (int times = 1 + random.nextInt(3); times > 0; times--) {
            int at = random.nextInt(changed.length());
            int end = Math.min(changed.length(), at + random.nextInt(12));
            String piece = random.nextBoolean() ? PIECES.get(random.nextInt(PIECES.size())) : "";
            changed.replace(at, end, piece);
        }
        try {
            return RegoYaml.parse(changed.toString(), JsonLimits.DEFAULT);
        } catch (RegoJsonException e) {
            return RegoNull.NULL;
        }
    }
}
