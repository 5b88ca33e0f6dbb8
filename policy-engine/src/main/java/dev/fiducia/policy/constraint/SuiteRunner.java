package dev.fiducia.policy.constraint;

import dev.fiducia.policy.constraint.SuiteReport.OfCase;
import dev.fiducia.policy.constraint.SuiteReport.OfTest;
import dev.fiducia.policy.constraint.SuiteReport.Outcome;
import dev.fiducia.policy.value.RegoValue;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Runs suites as `gator verify` does. Every test has an engine of its own, with one template and
/// one constraint; every case has its own inventory.
public final class SuiteRunner {
    private final SuiteFiles files;
    private final InstantSource clock;

    /// @param clock for the times in reports, and for templates that ask for the time
    public SuiteRunner(SuiteFiles files, InstantSource clock) {
        this.files = files;
        this.clock = clock;
    }

    /// Runs the suite in a file.
    ///
    /// @param path of the suite's file, within the folder of the files
    public SuiteReport run(String path) {
        SuiteFolder folder = new SuiteFolder(files, "");
        try {
            Loaded<GatorSuite> suite = GatorSuite.load(path, folder.document(path));
            return suite.value().isPresent()
                    ? run(suite.value().get())
                    : unusable(path, suite.errors());
        } catch (Refused refusal) {
            return unusable(path, refusal.errors());
        }
    }

    /// Runs a suite that was read before; its path is what its files are relative to.
    public SuiteReport run(GatorSuite suite) {
        Instant start = clock.instant();
        List<OfTest> tests = new ArrayList<>();
        if (!suite.skip()) {
            SuiteFolder folder = new SuiteFolder(files, suite.path());
            suite.tests().forEach(test -> tests.add(run(test, folder)));
        }
        return new SuiteReport(suite.path(), suite.skip(), Optional.empty(), since(start), tests);
    }

    private OfTest run(GatorSuite.Test test, SuiteFolder folder) {
        Instant start = clock.instant();
        if (test.skip()) {
            return new OfTest(test.name(), true, Optional.empty(), Duration.ZERO, List.of());
        }
        List<OfCase> cases = new ArrayList<>();
        Optional<String> error = Optional.empty();
        try {
            Change added = engine(test, folder).withConstraint(folder.document(test.constraint()));
            if (test.invalid()) {
                error = notInvalid(added);
            } else if (added.isApplied()) {
                for (GatorSuite.Case one : test.cases()) {
                    cases.add(run(one, added.engine(), folder));
                }
            } else {
                error = Optional.of("adding constraint: " + text(added.errors()));
            }
        } catch (Refused refusal) {
            error = Optional.of(text(refusal.errors()));
        }
        return new OfTest(test.name(), false, error, since(start), cases);
    }

    private static ConstraintEngine engine(GatorSuite.Test test, SuiteFolder folder)
            throws Refused {
        Change added = ConstraintEngine.empty().withTemplate(folder.document(test.template()));
        if (!added.isApplied()) {
            throw new Refused(added.errors());
        }
        return added.engine();
    }

    private static Optional<String> notInvalid(Change added) {
        boolean invalid =
                added.errors().stream()
                        .anyMatch(e -> e.code().equals(ConstraintError.SCHEMA_VIOLATION));
        if (invalid) {
            return Optional.empty();
        }
        String found = added.isApplied() ? "it is valid" : text(added.errors());
        return Optional.of("constraint should have failed schema validation: " + found);
    }

    private OfCase run(GatorSuite.Case one, ConstraintEngine engine, SuiteFolder folder) {
        if (one.skip()) {
            return new OfCase(
                    one.name(), Outcome.SKIPPED, Optional.empty(), Duration.ZERO, List.of());
        }
        Instant start = clock.instant();
        List<String> messages = List.of();
        Optional<String> problem;
        try {
            List<Violation> violations = review(one, engine, folder);
            messages = violations.stream().map(Violation::message).toList();
            problem =
                    one.assertions().stream()
                            .flatMap(assertion -> assertion.problem(violations).stream())
                            .findFirst();
        } catch (Refused refusal) {
            problem = Optional.of(text(refusal.errors()));
        }
        Outcome outcome = problem.isEmpty() ? Outcome.PASSED : Outcome.FAILED;
        return new OfCase(one.name(), outcome, problem, since(start), messages);
    }

    private List<Violation> review(GatorSuite.Case one, ConstraintEngine engine, SuiteFolder folder)
            throws Refused {
        RegoValue object = folder.document(one.object());
        List<RegoValue> stored = new ArrayList<>();
        for (String path : one.inventory()) {
            stored.addAll(folder.documents(path));
        }
        Loaded<Inventory> inventory = Inventory.of(stored);
        Target target = engine.templates().getFirst().target();
        ReviewOptions options = ReviewOptions.at(EnforcementPoint.GATOR).withClock(clock);
        return engine.withInventory(accepted(inventory))
                .review(request(target, object), options)
                .violations();
    }

    private static ReviewRequest request(Target target, RegoValue object) throws Refused {
        if (AdmissionReview.isOne(object)) {
            RegoValue request = Fields.of(object, "").requiredValue("request");
            return ReviewRequest.request(target, request);
        }
        return ReviewRequest.bare(target, object);
    }

    private static <T> T accepted(Loaded<T> loaded) throws Refused {
        if (loaded.value().isEmpty()) {
            throw new Refused(loaded.errors());
        }
        return loaded.value().get();
    }

    private SuiteReport unusable(String path, List<ConstraintError> errors) {
        return new SuiteReport(path, false, Optional.of(text(errors)), Duration.ZERO, List.of());
    }

    private Duration since(Instant start) {
        Duration time = Duration.between(start, clock.instant());
        return time.isNegative() ? Duration.ZERO : time;
    }

    private static String text(List<ConstraintError> errors) {
        return String.join("; ", errors.stream().map(ConstraintError::toString).toList());
    }
}
