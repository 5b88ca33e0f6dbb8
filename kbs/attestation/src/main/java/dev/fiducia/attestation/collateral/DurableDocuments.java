package dev.fiducia.attestation.collateral;

import dev.fiducia.attestation.evidence.RefusedException;
import dev.fiducia.ha.store.Change;
import dev.fiducia.ha.store.CommitResult;
import dev.fiducia.ha.store.Namespace;
import dev.fiducia.ha.store.RecordPage;
import dev.fiducia.ha.store.RecordStore;
import dev.fiducia.ha.store.StoreException;
import dev.fiducia.ha.store.StoredRecord;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Documents in the store that replicas share: what one fetched the others need not fetch, and what
/// was seen once is not forgotten by a restart, so that no older edition passes afterwards.
///
/// The store being unavailable is no reason to refuse evidence: it is logged, and memory goes on.
public final class DurableDocuments {

    private static final Logger LOG = LoggerFactory.getLogger(DurableDocuments.class);
    private static final Namespace NAMESPACE = new Namespace("collateral");
    private static final int PAGE = 50;
    private static final int TRIES = 8;

    private final RecordStore store;

    public DurableDocuments(RecordStore store) {
        this.store = store;
    }

    /// Tells whether a document in the store may give way to another.
    @FunctionalInterface
    interface Precedence {
        boolean givesWay(Document stored);
    }

    Optional<Document> get(DocumentId id) {
        try {
            return store.get(NAMESPACE, id.name()).flatMap(DurableDocuments::decode);
        } catch (StoreException e) {
            LOG.warn("Collateral {} can't be read from the store: {}", id, e.getMessage());
            return Optional.empty();
        }
    }

    List<Document> all(int limit) {
        List<Document> all = new ArrayList<>();
        @Nullable String after = null;
        try {
            while (all.size() < limit) {
                RecordPage page = store.list(NAMESPACE, "", after, PAGE);
                page.records().forEach(record -> decode(record).ifPresent(all::add));
                if (page.next().isEmpty()) {
                    break;
                }
                after = page.next().get();
            }
        } catch (StoreException e) {
            LOG.warn("Collateral can't be read from the store: {}", e.getMessage());
        }
        return all;
    }

    /// Rises whenever another replica, or this one, wrote a document; -1 when nobody can tell.
    long generation() {
        try {
            return store.generation(NAMESPACE);
        } catch (StoreException e) {
            return -1;
        }
    }

    /// Writes a document unless one is there that doesn't give way, whoever else writes.
    void put(Document document, Precedence precedence) {
        try {
            for (int i = 0; i < TRIES; i++) {
                Optional<StoredRecord> there = store.get(NAMESPACE, document.id().name());
                Optional<Document> stored = there.flatMap(DurableDocuments::decode);
                if (stored.isPresent() && !precedence.givesWay(stored.get())) {
                    return;
                }
                Change change =
                        new Change.Put(
                                NAMESPACE,
                                document.id().name(),
                                document.encode(),
                                there.map(StoredRecord::version).orElse(Change.ABSENT));
                if (store.commit(List.of(change)) instanceof CommitResult.Committed) {
                    return;
                }
            }
            LOG.warn("Collateral {} is not kept: others write it too", document.id());
        } catch (StoreException e) {
            LOG.warn("Collateral {} can't be kept: {}", document.id(), e.getMessage());
        }
    }

    private static Optional<Document> decode(StoredRecord record) {
        try {
            return Optional.of(Document.decode(record.value()))
                    .filter(document -> document.id().name().equals(record.key()));
        } catch (RefusedException e) {
            LOG.warn("Collateral {} in the store: {}", record.key(), e.refusal().describe());
            return Optional.empty();
        }
    }
}
