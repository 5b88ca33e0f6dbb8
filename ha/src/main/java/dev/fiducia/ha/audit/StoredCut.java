package dev.fiducia.ha.audit;

import dev.fiducia.ha.seal.Sha256;
import dev.fiducia.ha.store.Change;
import dev.fiducia.ha.store.Namespace;
import dev.fiducia.ha.store.RecordStore;
import dev.fiducia.ha.store.StoredRecord;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// The one record that says where the log begins. It is written by the commit that removes events,
/// and the log of changes tells of it in that same commit.
///
/// @param content [LogCut#NONE] where there is no record, or none that was signed
/// @param digest of the record; empty where there is none
/// @param version of the record
/// @param authentic false for a record that the seal does not know
record StoredCut(LogCut content, Optional<String> digest, long version, boolean authentic) {
    static final Namespace NAMESPACE = new Namespace("audit-cut");
    static final String KEY = "cut";

    /// What the log of changes says of a removal; its target is the digest of the record.
    static final String PRUNED = "audit.prune";

    static StoredCut read(RecordStore store, CutSeal seal) {
        Optional<StoredRecord> stored = store.get(NAMESPACE, KEY);
        if (stored.isEmpty()) {
            return new StoredCut(LogCut.NONE, Optional.empty(), Change.ABSENT, true);
        }
        byte[] value = stored.get().value();
        String signed = new String(value, StandardCharsets.ISO_8859_1);
        Optional<LogCut> content = seal.read(signed).flatMap(LogCut::parse);
        return new StoredCut(
                content.orElse(LogCut.NONE),
                Optional.of(digest(value)),
                stored.get().version(),
                content.isPresent());
    }

    static String digest(byte[] record) {
        return "sha256:" + Sha256.hex(record);
    }
}
