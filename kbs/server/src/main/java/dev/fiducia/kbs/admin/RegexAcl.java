package dev.fiducia.kbs.admin;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;

import dev.fiducia.kbs.config.AdminConfig;

import java.util.ArrayList;
import java.util.List;

/// Which paths a role may call. An expression has to match the whole path; matching takes time
/// linear in the path.
final class RegexAcl {
    private final List<Rule> rules;

    private record Rule(String role, Pattern paths) {}

    private RegexAcl(List<Rule> rules) {
        this.rules = List.copyOf(rules);
    }

    static RegexAcl of(List<AdminConfig.AclRule> configured) throws AdminException {
        List<Rule> rules = new ArrayList<>();
        for (AdminConfig.AclRule rule : configured) {
            rules.add(new Rule(rule.role(), compile(rule)));
        }
        return new RegexAcl(rules);
    }

    private static Pattern compile(AdminConfig.AclRule rule) throws AdminException {
        String expression = rule.allowedEndpoints();
        var weakness = AnchoredExpression.weakness(expression);
        if (weakness.isPresent()) {
            throw new AdminException(
                    "%s: Admin Role regex must be anchored. %s: %s"
                            .formatted(rule.place(), expression, weakness.get()));
        }
        try {
            return Pattern.compile(expression);
        } catch (PatternSyntaxException e) {
            throw new AdminException(
                    "%s: Failed to parse regex: %s".formatted(rule.place(), e.getMessage()), e);
        }
    }

    boolean allows(String role, String path) {
        return rules.stream()
                .anyMatch(rule -> rule.role().equals(role) && rule.paths().matches(path));
    }
}
