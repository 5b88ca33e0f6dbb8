package dev.fiducia.kbs;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.fiducia.initdata.registry.InitdataRevision;
import dev.fiducia.kbs.attested.RecentAttestations;
import dev.fiducia.kbs.grant.Grants;
import dev.fiducia.kbs.registry.Affected;
import dev.fiducia.kbs.registry.InitdataRegistry;
import dev.fiducia.kbs.registry.VersionedRevision;

import java.time.Instant;
import java.util.List;

/// What a revocation takes away: the live grants of the name, with how many of its revisions still
/// have them, and who attested lately with what was revoked.
record AffectedByRevocation(
        InitdataRegistry registry, Grants grants, RecentAttestations attestations)
        implements Affected {

    @Override
    public ObjectNode by(List<InitdataRevision> revoked) {
        String name = revoked.getFirst().name();
        ObjectNode affected = JsonNodeFactory.instance.objectNode();
        ArrayNode list = affected.putArray("grants");
        grants.live(name).forEach(list::add);
        Instant now = registry.now();
        affected.put(
                "left_in_force",
                registry.revisions(name).stream()
                        .map(VersionedRevision::revision)
                        .filter(each -> each.isInForceAt(now))
                        .filter(each -> revoked.stream().noneMatch(r -> r.id().equals(each.id())))
                        .count());
        ObjectNode used = affected.putObject("attestations");
        used.put("since", attestations.since().toString());
        long count = 0;
        String last = "";
        for (InitdataRevision revision : revoked) {
            ObjectNode summary = attestations.summary(revision.document().prefixedId());
            count += summary.path("count").asLong();
            String newest = summary.path("last").asText("");
            last = newest.compareTo(last) > 0 ? newest : last;
        }
        used.put("count", count);
        if (!last.isEmpty()) {
            used.put("last", last);
        }
        return affected;
    }
}
