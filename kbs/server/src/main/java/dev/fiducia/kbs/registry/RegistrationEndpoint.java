package dev.fiducia.kbs.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.fiducia.initdata.InitdataDocument;
import dev.fiducia.initdata.lint.Finding;
import dev.fiducia.initdata.lint.LintReport;
import dev.fiducia.initdata.lint.Severity;
import dev.fiducia.initdata.lint.Submission;
import dev.fiducia.initdata.lint.output.JsonOutput;
import dev.fiducia.initdata.registry.InitdataRevision;
import dev.fiducia.kbs.api.AdminCall;
import dev.fiducia.kbs.api.ApiProblem;
import dev.fiducia.kbs.api.Parameters;
import dev.fiducia.kbs.api.Terms;
import dev.fiducia.kbs.http.Response;

import java.util.List;
import java.util.Locale;

/// `POST /api/v1/initdata` and `POST /api/v1/initdata:check`: parse, lint, rules, compute, and, for
/// the first, register.
final class RegistrationEndpoint {
    private final InitdataRegistry registry;
    private final DocumentLint lint;
    private final int maxDocumentBytes;
    private final boolean atOnce;

    RegistrationEndpoint(
            InitdataRegistry registry, DocumentLint lint, int maxDocumentBytes, boolean atOnce) {
        this.registry = registry;
        this.lint = lint;
        this.maxDocumentBytes = maxDocumentBytes;
        this.atOnce = atOnce;
    }

    Response register(AdminCall call) throws ApiProblem {
        Parameters parameters = call.parameters();
        Terms terms = call.terms(parameters.text("reason"));
        Submission submission = SubmittedDocument.of(call);
        Registration registration = registration(parameters, submission);
        InitdataDocument document = registration.document();
        return switch (registry.register(registration, terms)) {
            case RegistryOutcome.Refused refused -> RegistryAnswers.problem(call, refused);
            case RegistryOutcome.Done done -> {
                InitdataRevision revision = done.revision();
                List<Finding> findings =
                        done.findings().isEmpty()
                                ? registration.judgement().findings()
                                : done.findings();
                ObjectNode view = InitdataView.full(revision, document, findings, registry.now());
                boolean created = done.effect() == RegistryOutcome.Effect.CREATED;
                Response response = RegistryAnswers.done(created ? 201 : 200, view, done, terms);
                yield created && !terms.dryRun()
                        ? response.withHeader("Location", RegistryRoutes.locationOf(revision))
                        : response;
            }
        };
    }

    /// Always 200 when the request could be read: `acceptable` and the findings are the answer.
    Response check(AdminCall call) throws ApiProblem {
        Parameters parameters = call.parameters();
        Submission submission = SubmittedDocument.of(call);
        LintReport report =
                lint.report(
                        submission,
                        RegistrationParameters.profile(parameters, lint.profile()),
                        RegistrationParameters.platforms(parameters, "platforms"));
        ObjectNode answer = JsonOutput.of(report);
        if (report.document().isEmpty()) {
            return Response.json(200, answer);
        }
        Terms trial = call.terms(parameters.text("reason")).asDryRun();
        Registration registration = registration(parameters, submission);
        ObjectNode outcome = answer.putObject("registration");
        switch (registry.register(registration, trial)) {
            case RegistryOutcome.Refused refused -> {
                outcome.put("outcome", "refused");
                outcome.put("code", refused.code()).put("message", refused.message());
                answer.put("acceptable", false);
                if (!refused.findings().isEmpty()) {
                    told(answer, refused.findings());
                }
            }
            case RegistryOutcome.Done done -> {
                outcome.put("outcome", done.effect().name().toLowerCase(Locale.ROOT));
                if (!done.findings().isEmpty()) {
                    told(answer, done.findings());
                }
                answer.set(
                        "document",
                        InitdataView.full(
                                done.revision(),
                                registration.document(),
                                done.findings(),
                                registry.now()));
            }
        }
        return Response.json(200, answer);
    }

    /// Lint's findings and those of the registration rules.
    private static void told(ObjectNode answer, List<Finding> findings) {
        answer.set("findings", RegistryAnswers.findings(findings));
        ObjectNode counts = answer.putObject("counts");
        for (Severity severity : Severity.values()) {
            counts.put(
                    severity.wireName(),
                    findings.stream().filter(found -> found.severity() == severity).count());
        }
        findings.stream()
                .map(Finding::severity)
                .min(Severity::compareTo)
                .ifPresent(worst -> answer.put("worst", worst.wireName()));
    }

    private Registration registration(Parameters parameters, Submission submission)
            throws ApiProblem {
        var platforms = RegistrationParameters.platforms(parameters, "platforms");
        InitdataDocument document = SubmittedDocument.document(submission, maxDocumentBytes);
        LintReport report =
                lint.report(
                        submission,
                        RegistrationParameters.profile(parameters, lint.profile()),
                        platforms);
        return new Registration(
                document,
                RegistrationParameters.name(parameters),
                parameters.flag("activate", atOnce),
                RegistrationParameters.lifetime(parameters),
                RegistrationParameters.labels(parameters),
                platforms,
                new Judgement(report.findings(), parameters.flag("force", false)),
                parameters.flag("reinstate", false));
    }
}
