package dev.fiducia.app;

import dev.fiducia.policy.constraint.AdmissionReview;
import dev.fiducia.policy.constraint.Change;
import dev.fiducia.policy.constraint.ConstraintEngine;
import dev.fiducia.policy.constraint.ConstraintError;
import dev.fiducia.policy.constraint.ConstraintTemplate;
import dev.fiducia.policy.constraint.EnforcementPoint;
import dev.fiducia.policy.constraint.Inventory;
import dev.fiducia.policy.constraint.Loaded;
import dev.fiducia.policy.constraint.ReviewOptions;
import dev.fiducia.policy.constraint.ReviewRequest;
import dev.fiducia.policy.constraint.ReviewResult;
import dev.fiducia.policy.constraint.SuiteReport;
import dev.fiducia.policy.constraint.SuiteText;
import dev.fiducia.policy.constraint.Target;
import dev.fiducia.policy.constraint.Violation;
import dev.fiducia.policy.value.RegoArray;
import dev.fiducia.policy.value.RegoValue;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// `fiducia constraint`: constraint templates and constraints, without the service.
@Command(
        name = "constraint",
        mixinStandardHelpOptions = true,
        description = "Tries constraint templates and constraints on objects, offline.")
final class ConstraintCommand {
    @Command(
            name = "verify",
            mixinStandardHelpOptions = true,
            description = "Runs gator suites; fails when a case does.")
    int verify(
            @Parameters(
                            arity = "1..*",
                            paramLabel = "SUITE",
                            description = "A suite, or a folder that is searched for suites.")
                    List<Path> suites,
            @Option(
                            names = {"-v", "--verbose"},
                            description = "Name every test and case.")
                    boolean verbose,
            @Mixin OutputOption output) {
        List<SuiteReport> reports = new ArrayList<>();
        suites.forEach(path -> reports.addAll(SuiteSearch.run(path)));
        if (reports.isEmpty()) {
            throw CommandFailure.failed("there is no suite in " + suites);
        }
        boolean failed = reports.stream().anyMatch(SuiteReport::isFailure);
        if (output.json()) {
            System.out.println(
                    RegoArray.copyOf(reports.stream().map(SuiteReport::toValue).toList()).toJson());
        } else {
            System.out.print(
                    SuiteText.of(
                            reports, verbose ? SuiteText.Detail.ALL : SuiteText.Detail.FAILURES));
        }
        return failed ? ExitCode.FAILED : ExitCode.OK;
    }

    @Command(
            name = "review",
            mixinStandardHelpOptions = true,
            description = "Reviews an object or an AdmissionReview; exits with 3 when denied.")
    int review(
            @Option(names = "--template", required = true, paramLabel = "FILE")
                    List<Path> templates,
            @Option(names = "--constraint", required = true, paramLabel = "FILE")
                    List<Path> constraints,
            @Option(names = "--inventory", paramLabel = "FILE") @Nullable List<Path> inventory,
            @Option(
                            names = "--object",
                            required = true,
                            paramLabel = "FILE",
                            description = "- is standard input.")
                    Path object,
            @Mixin OutputOption output) {
        ConstraintEngine engine = engine(templates, constraints);
        if (inventory != null) {
            List<RegoValue> stored = new ArrayList<>();
            inventory.forEach(file -> stored.addAll(YamlInput.documents(file)));
            engine = engine.withInventory(accepted(Inventory.of(stored), "the inventory"));
        }
        RegoValue document = YamlInput.document(object);
        ReviewResult result =
                engine.review(
                        request(document, engine, object),
                        ReviewOptions.at(EnforcementPoint.GATOR));
        if (output.json()) {
            System.out.println(
                    RegoArray.copyOf(result.violations().stream().map(Violation::toValue).toList())
                            .toJson());
        } else {
            result.violations()
                    .forEach(v -> System.out.println(v.enforcementAction() + " " + v.text()));
        }
        return result.isDenied() ? ExitCode.DENIED : ExitCode.OK;
    }

    private static ConstraintEngine engine(List<Path> templates, List<Path> constraints) {
        ConstraintEngine engine = ConstraintEngine.empty();
        for (Path file : templates) {
            for (RegoValue document : YamlInput.documents(file)) {
                engine = applied(engine.withTemplate(document), file);
            }
        }
        for (Path file : constraints) {
            for (RegoValue document : YamlInput.documents(file)) {
                engine = applied(engine.withConstraint(document), file);
            }
        }
        if (engine.constraints().isEmpty()) {
            throw CommandFailure.failed("there is no constraint in " + constraints);
        }
        return engine;
    }

    private static ReviewRequest request(RegoValue document, ConstraintEngine engine, Path file) {
        List<Target> targets =
                engine.templates().stream().map(ConstraintTemplate::target).distinct().toList();
        if (targets.size() != 1) {
            throw CommandFailure.failed(
                    "templates for different targets can't be tried on one object");
        }
        if (AdmissionReview.isOne(document)) {
            if (targets.getFirst() != Target.KUBERNETES) {
                throw CommandFailure.failed(
                        file + " is an AdmissionReview, the templates are for initdata");
            }
            return accepted(AdmissionReview.request(document), file.toString());
        }
        return accepted(
                switch (targets.getFirst()) {
                    case INITDATA -> ReviewRequest.ofRevision(document);
                    case KUBERNETES -> ReviewRequest.ofObject(document);
                },
                file.toString());
    }

    private static ConstraintEngine applied(Change change, Path file) {
        if (!change.isApplied()) {
            throw refused(file.toString(), change.errors());
        }
        return change.engine();
    }

    private static <T> T accepted(Loaded<T> loaded, String what) {
        return loaded.value().orElseThrow(() -> refused(what, loaded.errors()));
    }

    private static CommandFailure refused(String what, List<ConstraintError> errors) {
        List<String> lines = errors.stream().map(ConstraintError::toString).toList();
        return CommandFailure.failed(what + ": " + String.join("\n  ", lines));
    }
}
