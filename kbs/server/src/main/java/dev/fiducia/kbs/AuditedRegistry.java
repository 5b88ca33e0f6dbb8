package dev.fiducia.kbs;

import dev.fiducia.initdata.InitdataDocument;
import dev.fiducia.initdata.registry.InitdataRevision;
import dev.fiducia.kbs.registry.InitdataRegistry;
import dev.fiducia.kbs.registry.VersionedRevision;
import dev.fiducia.kbs.rules.Rules;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The registry as audits see it.
record AuditedRegistry(InitdataRegistry registry) implements Rules.InForce {
    private static final int PAGE = 1000;

    @Override
    public List<InitdataRevision> revisions(Instant now) {
        List<InitdataRevision> inForce = new ArrayList<>();
        Optional<String> after = Optional.empty();
        while (true) {
            List<VersionedRevision> page =
                    registry.page(after, each -> each.isInForceAt(now), PAGE);
            page.stream().map(VersionedRevision::revision).forEach(inForce::add);
            if (page.size() < PAGE) {
                return inForce;
            }
            after = Optional.of(page.getLast().revision().id());
        }
    }

    @Override
    public InitdataDocument document(InitdataRevision revision) {
        return registry.parsedDocument(revision);
    }
}
