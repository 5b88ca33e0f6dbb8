package dev.fiducia.kbs.rules;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.fiducia.initdata.lint.Finding;
import dev.fiducia.initdata.lint.Location;
import dev.fiducia.initdata.lint.Severity;
import dev.fiducia.initdata.registry.RegistrationCandidate;
import dev.fiducia.initdata.registry.RegistrationRule;
import dev.fiducia.kbs.agentpolicy.PolicyVerdicts;
import dev.fiducia.policy.constraint.EnforcementAction;
import dev.fiducia.policy.constraint.EnforcementPoint;
import dev.fiducia.policy.constraint.Loaded;
import dev.fiducia.policy.constraint.ReviewOptions;
import dev.fiducia.policy.constraint.ReviewRequest;
import dev.fiducia.policy.constraint.Violation;

import java.util.ArrayList;
import java.util.List;

/// Has the constraints for `initdata.trustee` judge what is to be registered or activated. What
/// denies is an error, what warns a warning, a dry run a remark.
final class ConstraintRule implements RegistrationRule {
    private static final String FIX = "correct the document, or the constraint if it is wrong";

    private final Constraints constraints;
    private final RevisionObject objects;

    ConstraintRule(Constraints constraints, PolicyVerdicts verdicts) {
        this.constraints = constraints;
        this.objects = new RevisionObject(verdicts);
    }

    @Override
    public List<Finding> judge(RegistrationCandidate candidate) {
        ConstraintSet now = constraints.current();
        List<Finding> findings = new ArrayList<>();
        now.broken().forEach(why -> findings.add(unjudged("can't be used: " + why)));
        if (now.engine().constraints().isEmpty()) {
            return findings;
        }
        Loaded<ReviewRequest> request = ReviewRequest.ofInitdata(Trees.object(request(candidate)));
        if (request.value().isEmpty()) {
            findings.add(unjudged("can't judge this: " + request.errors()));
            return findings;
        }
        now.engine()
                .review(request.value().get(), ReviewOptions.at(EnforcementPoint.REGISTRY))
                .violations()
                .forEach(violation -> findings.add(finding(violation)));
        return findings;
    }

    private ObjectNode request(RegistrationCandidate candidate) {
        ObjectNode request = JsonNodeFactory.instance.objectNode();
        request.put("operation", candidate.operation().name());
        request.put("name", candidate.revision().name());
        request.put("dryRun", candidate.dryRun());
        candidate.actor().ifPresent(actor -> request.putObject("userInfo").put("username", actor));
        request.set(
                "object",
                objects.of(
                        candidate.revision(), candidate.revision().state(), candidate.document()));
        return request;
    }

    private static Finding finding(Violation violation) {
        Severity severity =
                violation.actions().contains(EnforcementAction.DENY)
                        ? Severity.ERROR
                        : violation.actions().contains(EnforcementAction.WARN)
                                ? Severity.WARNING
                                : Severity.INFO;
        return RuleFindings.of(
                RuleFindings.CONSTRAINT,
                severity,
                Location.DOCUMENT,
                violation.constraint().kind()
                        + "/"
                        + violation.constraint().name()
                        + ": "
                        + violation.message(),
                FIX);
    }

    private static Finding unjudged(String message) {
        return RuleFindings.of(
                RuleFindings.CONSTRAINT,
                Severity.ERROR,
                Location.DOCUMENT,
                "the constraints " + message,
                FIX);
    }
}
