package dev.fiducia.kbs.registry;

import dev.fiducia.initdata.BoundValue;
import dev.fiducia.initdata.lookup.KnownDocument;
import dev.fiducia.initdata.lookup.Lookup;
import dev.fiducia.initdata.lookup.LookupResult;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Traces values to registered documents, whatever their states. What a document gives as it should
/// is found by the index; only then are mistakes tried on the documents, the newest first, within a
/// bound on their bytes.
final class RegistryLookup {
    /// Each byte is hashed some dozens of times.
    private static final long MOST_BYTES = 32L << 20;

    private static final int ALL = Integer.MAX_VALUE;

    private final InitdataRegistry registry;

    RegistryLookup(InitdataRegistry registry) {
        this.registry = registry;
    }

    /// @param revisions those that were examined, by prefixed id
    /// @param skipped how many were not examined, for want of time
    record Found(
            LookupResult result,
            Map<String, VersionedRevision> revisions,
            int examined,
            int skipped,
            Instant at) {}

    Found explain(String value, Optional<BoundValue.Field> field) {
        List<VersionedRevision> direct = registry.showing(value);
        if (!direct.isEmpty()) {
            Found found = explain(value, field, direct, 0);
            if (!found.result().matches().isEmpty()) {
                return found;
            }
        }
        List<VersionedRevision> all =
                new ArrayList<>(registry.page(Optional.empty(), _ -> true, ALL));
        all.sort(
                Comparator.comparing((VersionedRevision each) -> each.revision().registered().at())
                        .reversed());
        List<VersionedRevision> chosen = new ArrayList<>();
        long bytes = 0;
        for (VersionedRevision each : all) {
            bytes += each.revision().document().size();
            if (bytes > MOST_BYTES) {
                break;
            }
            chosen.add(each);
        }
        return explain(value, field, chosen, all.size() - chosen.size());
    }

    private Found explain(
            String value,
            Optional<BoundValue.Field> field,
            List<VersionedRevision> chosen,
            int skipped) {
        Map<String, VersionedRevision> revisions = new HashMap<>();
        chosen.forEach(each -> revisions.put(each.revision().document().prefixedId(), each));
        // One at a time is in memory.
        Iterable<KnownDocument> documents = () -> chosen.stream().map(this::known).iterator();
        LookupResult result = Lookup.explain(value, field, documents);
        return new Found(result, revisions, chosen.size(), skipped, registry.now());
    }

    private KnownDocument known(VersionedRevision each) {
        return new KnownDocument(
                each.revision().document().prefixedId(), registry.parsedDocument(each.revision()));
    }
}
