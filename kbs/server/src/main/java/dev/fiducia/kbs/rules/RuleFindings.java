package dev.fiducia.kbs.rules;

import dev.fiducia.initdata.lint.Finding;
import dev.fiducia.initdata.lint.Location;
import dev.fiducia.initdata.lint.Severity;

import java.util.Optional;

/// The findings that rules of administrators give, next to those of the lint catalogue.
final class RuleFindings {
    /// A constraint is violated, or can't be judged.
    static final String CONSTRAINT = "CON501";

    /// Which images run can't be told, where rules on images are set.
    static final String UNKNOWN_IMAGES = "IMG501";

    /// An image comes from a registry that is not allowed.
    static final String REGISTRY = "IMG502";

    /// An image is refused by an execution rule, or allowed by none.
    static final String EXECUTION = "IMG503";

    private static final int MAX_MESSAGE = 1000;

    private RuleFindings() {}

    static Finding of(String id, Severity severity, Location location, String said, String fix) {
        String message = said.length() > MAX_MESSAGE ? said.substring(0, MAX_MESSAGE) + "…" : said;
        return new Finding(id, severity, location, message, fix);
    }

    static Finding ofPolicy(String id, String message, String fix) {
        Location policy = new Location("policy.rego", "", Optional.empty(), Optional.empty());
        return of(id, Severity.ERROR, policy, message, fix);
    }
}
