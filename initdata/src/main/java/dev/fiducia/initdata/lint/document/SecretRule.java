package dev.fiducia.initdata.lint.document;

import dev.fiducia.initdata.Place;
import dev.fiducia.initdata.lint.Findings;
import dev.fiducia.initdata.lint.LintContext;
import dev.fiducia.initdata.lint.Location;
import dev.fiducia.initdata.lint.Member;
import dev.fiducia.initdata.lint.Rule;
import dev.fiducia.initdata.lint.RuleInfo;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/// Secrets in a document. Looks at the files as they will be read, and at the document's text, for
/// what stands in comments or when it can't be read.
final class SecretRule {

    private SecretRule() {}

    static Rule rule() {
        return Rule.of(
                RuleInfo.of(
                        "ID013",
                        "E",
                        "a private key, password, token or kubeconfig",
                        "initdata is measured, not confidential: the host, the cluster and every audit log see it"),
                SecretRule::check);
    }

    private static void check(LintContext context, Findings findings) {
        Set<Optional<Place>> known = new HashSet<>();
        for (Member member : context.members().values()) {
            boolean isCode = member.name().endsWith(".rego");
            for (Secret secret : SecretScanner.scan(member.text(), isCode)) {
                Location location = member.location("", secret.offset());
                if (known.add(location.inDocument())) {
                    report(secret, location, findings);
                }
            }
        }
        // What can't be told apart from a policy is read as one: its words may be variables.
        boolean isCode = context.members().isEmpty();
        for (Secret secret : SecretScanner.scan(context.text(), isCode)) {
            Location location = context.locationAt(secret.offset());
            if (!isInMember(secret.offset(), context) && known.add(location.inDocument())) {
                report(secret, location, findings);
            }
        }
    }

    private static boolean isInMember(int offset, LintContext context) {
        return context.members().values().stream().anyMatch(member -> member.spans(offset));
    }

    private static void report(Secret secret, Location location, Findings findings) {
        findings.error(
                location,
                "this looks like " + secret.kind() + ": the host can read it",
                "take it out, change it where it is in use, and let the service release it after attestation");
    }
}
