package dev.fiducia.kbs.rotation;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import dev.fiducia.initdata.registry.InitdataRevision;
import dev.fiducia.initdata.rotation.EmbeddedCertificate;
import dev.fiducia.kbs.registry.InitdataRegistry;
import dev.fiducia.kbs.registry.VersionedRevision;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The certificates that documents in force pin. Thread-safe.
public final class PinnedCertificates {
    private static final int PAGE = 500;

    private final InitdataRegistry registry;
    private final Cache<String, List<EmbeddedCertificate>> byDocument =
            Caffeine.newBuilder().maximumSize(5000).build();

    public PinnedCertificates(InitdataRegistry registry) {
        this.registry = registry;
    }

    /// One certificate, and where it is pinned.
    record Pinned(EmbeddedCertificate certificate, List<Place> places) {}

    /// @param path the file and the keys down to it
    record Place(InitdataRevision revision, String path) {}

    /// Those that are over before an instant, the first to end first.
    List<Pinned> endingBefore(Instant limit) {
        Map<String, Pinned> found = new LinkedHashMap<>();
        Instant now = registry.now();
        Optional<String> after = Optional.empty();
        List<VersionedRevision> page;
        do {
            page = registry.page(after, revision -> revision.isInForceAt(now), PAGE);
            for (VersionedRevision each : page) {
                InitdataRevision revision = each.revision();
                after = Optional.of(revision.id());
                for (EmbeddedCertificate certificate : of(revision)) {
                    if (certificate.notAfter().isBefore(limit)) {
                        found.computeIfAbsent(
                                        certificate.sha256(),
                                        _ -> new Pinned(certificate, new ArrayList<>()))
                                .places()
                                .add(
                                        new Place(
                                                revision,
                                                certificate.file() + " " + certificate.path()));
                    }
                }
            }
        } while (page.size() == PAGE);
        List<Pinned> sorted = new ArrayList<>(found.values());
        sorted.sort(Comparator.comparing(pinned -> pinned.certificate().notAfter()));
        return sorted;
    }

    private List<EmbeddedCertificate> of(InitdataRevision revision) {
        return byDocument.get(
                revision.id(), _ -> EmbeddedCertificate.of(registry.parsedDocument(revision)));
    }
}
