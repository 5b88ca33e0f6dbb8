package dev.fiducia.kbs.registry;

import dev.fiducia.ha.audit.AuditEntry;
import dev.fiducia.initdata.lint.Severity;
import dev.fiducia.initdata.registry.InitdataRevision;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// What the audit log says about a change of a revision.
final class RevisionAudit {
    private RevisionAudit() {}

    /// @param action such as `register` or `revoke`
    /// @param before what it was; empty for a new one
    static AuditEntry entry(
            String action,
            Optional<VersionedRevision> before,
            InitdataRevision after,
            Judgement judgement,
            Terms terms) {
        Map<String, String> details = new TreeMap<>();
        details.put("name", after.name());
        details.put("revision", String.valueOf(after.number()));
        details.put("digest", after.document().digest().hex());
        before.ifPresent(known -> {
            details.put("from", known.revision().state().wireName());
            details.put("version", String.valueOf(known.version()));
        });
        details.put("to", after.state().wireName());
        after.lifetime().graceUntil().ifPresent(at -> details.put("graceUntil", at.toString()));
        terms.reason().ifPresent(reason -> details.put("reason", reason));
        if (judgement.force() && judgement.hasErrors()) {
            details.put(
                    "forced",
                    judgement.findings().stream()
                            .filter(found -> found.severity() == Severity.ERROR)
                            .map(found -> found.id())
                            .distinct()
                            .sorted()
                            .collect(Collectors.joining(" ")));
        }
        if (!terms.request().isEmpty()) {
            details.put("request", terms.request());
        }
        return AuditEntry.of(
                terms.by(), "initdata." + action, after.document().prefixedId(), details);
    }
}
