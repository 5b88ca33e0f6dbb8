package dev.fiducia.attestation.collateral;

import dev.fiducia.ha.store.Change;
import dev.fiducia.ha.store.CommitResult;
import dev.fiducia.ha.store.Namespace;
import dev.fiducia.ha.store.RecordStore;
import dev.fiducia.ha.store.StoreException;
import dev.fiducia.ha.store.StoredRecord;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/// The highest sequence of each operator's bundles that any replica saw.
public final class BundleSequences {

    private static final Logger LOG = LoggerFactory.getLogger(BundleSequences.class);
    private static final Namespace NAMESPACE = new Namespace("collateral_bundle");
    private static final int TRIES = 8;

    private final RecordStore store;

    public BundleSequences(RecordStore store) {
        this.store = store;
    }

    /// Raises the sequence of a key to this one, and gives the highest there is now. Where the
    /// store can't be reached the given one counts.
    long raise(String keyId, long sequence) {
        try {
            for (int i = 0; i < TRIES; i++) {
                Optional<StoredRecord> there = store.get(NAMESPACE, keyId);
                long highest =
                        there.map(record -> ByteBuffer.wrap(record.value()).getLong()).orElse(-1L);
                if (highest >= sequence) {
                    return highest;
                }
                Change change =
                        new Change.Put(
                                NAMESPACE,
                                keyId,
                                ByteBuffer.allocate(Long.BYTES).putLong(sequence).array(),
                                there.map(StoredRecord::version).orElse(Change.ABSENT));
                if (store.commit(List.of(change)) instanceof CommitResult.Committed) {
                    return sequence;
                }
            }
        } catch (StoreException e) {
            LOG.warn("The sequence of collateral bundles can't be kept: {}", e.getMessage());
        }
        return sequence;
    }
}
