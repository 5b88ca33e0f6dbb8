package dev.fiducia.policy.constraint;

import dev.fiducia.policy.value.RegoObject;
import dev.fiducia.policy.value.RegoValue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A suite of gator (`test.gatekeeper.sh`): constraints with the objects that they are to judge and
/// what is expected of each.
///
/// @param path where the suite was found, for reports
public record GatorSuite(String path, String name, boolean skip, List<Test> tests) {
    private static final String GROUP = "test.gatekeeper.sh";

    public GatorSuite {
        tests = List.copyOf(tests);
    }

    /// One constraint on one template.
    ///
    /// @param invalid whether the constraint is expected to be refused for its parameters
    record Test(
            String name,
            String template,
            String constraint,
            List<Case> cases,
            boolean invalid,
            boolean skip) {}

    /// One object to review.
    record Case(
            String name,
            String object,
            List<String> inventory,
            List<Assertion> assertions,
            boolean skip) {}

    /// Whether a document claims to be a suite.
    public static boolean isOne(RegoValue document) {
        return document instanceof RegoObject object
                && ObjectIdentity.text(object.get("kind")).equals("Suite")
                && ApiVersion.of(ObjectIdentity.text(object.get("apiVersion")))
                        .group()
                        .equals(GROUP);
    }

    /// Reads a suite's document.
    public static Loaded<GatorSuite> load(String path, RegoValue document) {
        try {
            if (!isOne(document)) {
                throw new Refused(
                        ConstraintError.INVALID_SUITE, "not a Suite of " + GROUP + "/v1alpha1", "");
            }
            Fields suite =
                    Fields.of(document, "")
                            .only(Set.of("apiVersion", "kind", "metadata", "tests", "skip"));
            Optional<Fields> metadata = suite.fields("metadata");
            List<Test> tests = new ArrayList<>();
            for (Fields test : suite.objects("tests")) {
                tests.add(test(test));
            }
            return Loaded.of(
                    new GatorSuite(
                            path,
                            metadata.isEmpty() ? "" : metadata.get().text("name").orElse(""),
                            suite.flag("skip").orElse(false),
                            tests));
        } catch (Refused refusal) {
            return Loaded.refused(refusal);
        }
    }

    private static Test test(Fields test) throws Refused {
        if (test.value("expansion").isPresent()) {
            throw new Refused(
                    ConstraintError.INVALID_SUITE,
                    "expansion templates are not supported",
                    test.path("expansion"));
        }
        test.only(
                Set.of("name", "template", "constraint", "cases", "invalid", "skip", "expansion"));
        List<Case> cases = new ArrayList<>();
        for (Fields one : test.objects("cases")) {
            cases.add(caseOf(one));
        }
        boolean invalid = test.flag("invalid").orElse(false);
        if (invalid && !cases.isEmpty()) {
            throw new Refused(
                    ConstraintError.INVALID_SUITE,
                    "cases and invalid exclude each other",
                    test.path("cases"));
        }
        return new Test(
                test.text("name").orElse(""),
                test.requiredText("template"),
                test.requiredText("constraint"),
                List.copyOf(cases),
                invalid,
                test.flag("skip").orElse(false));
    }

    private static Case caseOf(Fields one) throws Refused {
        one.only(Set.of("name", "object", "inventory", "assertions", "skip"));
        List<Assertion> assertions = new ArrayList<>();
        for (Fields assertion : one.objects("assertions")) {
            assertions.add(Assertion.read(assertion));
        }
        if (assertions.isEmpty()) {
            throw new Refused(
                    ConstraintError.INVALID_SUITE,
                    "a case needs at least one assertion",
                    one.path("assertions"));
        }
        return new Case(
                one.text("name").orElse(""),
                one.requiredText("object"),
                List.copyOf(one.texts("inventory")),
                List.copyOf(assertions),
                one.flag("skip").orElse(false));
    }
}
