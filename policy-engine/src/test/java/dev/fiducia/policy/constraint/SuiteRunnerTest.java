package dev.fiducia.policy.constraint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fiducia.policy.constraint.SuiteReport.OfCase;
import dev.fiducia.policy.constraint.SuiteReport.OfTest;
import dev.fiducia.policy.constraint.SuiteReport.Outcome;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// gator suites, over files in memory.
class SuiteRunnerTest {
    private static final String OWNER =
            Documents.template(
                    """
                    package p
                    violation[{"msg": msg}] {
                      owner := input.review.object.metadata.labels.owner
                      not data.inventory.cluster["v1"].User[owner]
                      msg := sprintf("there is no user %v", [owner])
                    }
                    """);

    private final Map<String, String> files =
            new HashMap<>(
                    Map.of(
                            "a/template.yaml",
                            OWNER,
                            "a/constraint.yaml",
                            Documents.constraint("known-owner", "{}"),
                            "a/eve.yaml",
                            Documents.pod("{name: p, labels: {owner: eve}}"),
                            "a/request.yaml",
                            "{apiVersion: admission.k8s.io/v1, kind: AdmissionReview, request:"
                                    + " {operation: DELETE, oldObject: "
                                    + Documents.pod("{name: p, labels: {owner: eve}}")
                                    + "}}",
                            "users/all.yaml",
                            """
                            {apiVersion: v1, kind: User, metadata: {name: eve}}
                            ---
                            {apiVersion: v1, kind: User, metadata: {name: bob}}
                            """));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[{}]|true",
                "[{violations: yes}]|true",
                "[{violations: true}]|true",
                "[{violations: 'yes'}]|true",
                "[{violations: 1}]|true",
                "[{violations: no}]|false",
                "[{violations: 'no'}]|false",
                "[{violations: false}]|false",
                "[{violations: 0}]|false",
                "[{violations: 2}]|false",
                "[{message: 'user [eb][vo][eb]'}]|true",
                "[{message: bob}]|false",
                "[{message: bob, violations: no}]|true",
                "[{violations: 1}, {message: bob}]|false",
            })
    void countsTheViolationsWhoseMessagesMatch(String assertions, boolean passes) {
        OfCase one = onlyCase("{object: eve.yaml, assertions: " + assertions + "}");
        assertThat(one.outcome()).isEqualTo(passes ? Outcome.PASSED : Outcome.FAILED);
        assertThat(one.messages()).containsExactly("there is no user eve");
    }

    @Test
    void saysWhatWasExpectedAndWhatWasFound() {
        assertThat(
                        onlyCase("{object: eve.yaml, assertions: [{violations: no, message: eve}]}")
                                .error())
                .contains(
                        "got 1 violations containing \"eve\" but want none: got messages [there is"
                                + " no user eve]");
    }

    @Test
    void givesEachCaseItsOwnInventory() {
        String known =
                "{object: eve.yaml, inventory: [../users/all.yaml], assertions: [{violations: no}]}";
        String unknown = "{object: eve.yaml, assertions: [{violations: yes}]}";
        assertThat(run(known + ", " + unknown + ", " + known).count(Outcome.PASSED)).isEqualTo(3);
    }

    @Test
    void reviewsTheRequestOfAnAdmissionReview() {
        assertThat(onlyCase("{object: request.yaml, assertions: [{violations: 1}]}").outcome())
                .isEqualTo(Outcome.PASSED);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "../../secret.yaml|leaves the folder",
                "/etc/passwd|relative to the suite",
                "none.yaml|there is no file",
                "../users/all.yaml|exactly one object",
                "broken.yaml|yaml",
                "empty.yaml|no object",
            })
    void refusesFilesThatItCannotUse(String path, String message) {
        files.put("a/broken.yaml", "{");
        files.put("a/empty.yaml", "# nothing\n");
        OfCase one = onlyCase("{object: " + path + ", assertions: [{violations: yes}]}");
        assertThat(one.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(one.error().orElseThrow()).contains(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{object: eve.yaml}|at least one assertion",
                "{assertions: [{}]}|required",
                "{object: eve.yaml, assertions: [{violations: -1}]}|not negative",
                "{object: eve.yaml, assertions: [{violations: maybe}]}|not negative",
                "{object: eve.yaml, assertions: [{message: '('}]}|missing",
                "{object: eve.yaml, assertion: [{}]}|no such field",
            })
    void refusesSuitesThatAssertNothingClear(String one, String message) {
        SuiteReport report = run(one);
        assertThat(report.isFailure()).isTrue();
        assertThat(report.error().orElseThrow()).contains(message);
    }

    @Test
    void expectsInvalidConstraintsToBeRefused() {
        files.put("a/template.yaml", Documents.DENY_NAME);
        files.put("a/constraint.yaml", Documents.NO_POLICY_VIOLATION);
        String test =
                "{name: t, template: template.yaml, constraint: constraint.yaml, invalid: true}";
        assertThat(suite(test).tests().getFirst().error().orElseThrow())
                .contains("should have failed schema validation");
        files.put(
                "a/constraint.yaml",
                Documents.NO_POLICY_VIOLATION.replace("\"policy-violation\"", "[]"));
        assertThat(suite(test).isFailure()).isFalse();
    }

    @Test
    void failsTestsWhoseTemplateIsRefused() {
        files.put("a/template.yaml", OWNER.replace("violation[", "other["));
        OfTest test = run("{object: eve.yaml, assertions: [{violations: no}]}").tests().getFirst();
        assertThat(test.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(test.error().orElseThrow()).contains("the rule violation is missing");
    }

    @Test
    void writesReportsAsGatorDoes() {
        String cases =
                "{name: good, object: eve.yaml, assertions: [{violations: yes}]}, "
                        + "{name: bad, object: eve.yaml, assertions: [{violations: no}]}, "
                        + "{name: left-out, object: eve.yaml, assertions: [{}], skip: true}";
        SuiteReport report = run(cases);
        assertThat(SuiteText.of(List.of(report), SuiteText.Detail.ALL))
                .isEqualTo(
                        """
                        === RUN   t
                            === RUN   good
                            --- PASS: good\t(0.000s)
                            === RUN   bad
                            --- FAIL: bad\t(0.000s)
                                got 1 violations but want none: got messages [there is no user eve]
                            === SKIP  left-out
                        --- FAIL: t\t(0.000s)
                        FAIL\ta/suite.yaml\t0.000s
                        FAIL
                        """);
        assertThat(SuiteText.of(List.of(run("")), SuiteText.Detail.FAILURES))
                .isEqualTo("ok\ta/suite.yaml\t0.000s\nPASS\n");
        assertThat(report.toValue().toJson()).contains("\"outcome\":\"skipped\"");
    }

    @Test
    void skipsWhatIsToBeSkipped() {
        assertThat(suite("{name: t, template: none, constraint: none, skip: true}").isFailure())
                .isFalse();
    }

    private OfCase onlyCase(String one) {
        return run(one).tests().getFirst().cases().getFirst();
    }

    private SuiteReport run(String cases) {
        return suite(
                "{name: t, template: template.yaml, constraint: constraint.yaml, cases: ["
                        + cases
                        + "]}");
    }

    private SuiteReport suite(String test) {
        files.put(
                "a/suite.yaml",
                "apiVersion: test.gatekeeper.sh/v1alpha1\nkind: Suite\ntests: [" + test + "]\n");
        InstantSource still = InstantSource.fixed(Instant.EPOCH);
        return new SuiteRunner(this::read, still).run("a/suite.yaml");
    }

    private String read(String path) throws SuiteFileException {
        String text = files.get(path);
        if (text == null) {
            throw new SuiteFileException("there is no file");
        }
        return text;
    }
}
