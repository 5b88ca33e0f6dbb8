package dev.fiducia.kbs.registry;

import dev.fiducia.ha.audit.AuditEntry;
import dev.fiducia.initdata.lint.Severity;
import dev.fiducia.initdata.registry.InitdataRevision;
import dev.fiducia.kbs.api.Terms;

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
        before.flatMap(known -> known.revision().proposed())
                .ifPresent(proposal -> details.put("proposed_by", proposal.by()));
        return AuditEntry.of(
                terms.by(), "initdata." + action, after.document().prefixedId(), details);
    }

    /// The same of other labels, with the old and the new ones.
    static AuditEntry relabelled(
            VersionedRevision before, InitdataRevision after, Judgement judgement, Terms terms) {
        AuditEntry entry = entry("label", Optional.of(before), after, judgement, terms);
        Map<String, String> details = new TreeMap<>(entry.details());
        details.put("labels_before", text(before.revision().labels()));
        details.put("labels", text(after.labels()));
        return AuditEntry.of(terms.by(), entry.action(), entry.target(), details);
    }

    private static String text(Map<String, String> labels) {
        return labels.entrySet().stream()
                .map(label -> label.getKey() + "=" + label.getValue())
                .collect(Collectors.joining(","));
    }
}
