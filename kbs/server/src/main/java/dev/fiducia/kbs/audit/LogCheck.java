package dev.fiducia.kbs.audit;

import dev.fiducia.crypto.CryptoSuite;
import dev.fiducia.ha.audit.AuditLog;
import dev.fiducia.ha.audit.AuditVerdict;
import dev.fiducia.ha.audit.CutSeal;
import dev.fiducia.ha.store.RecordStore;
import dev.fiducia.ha.store.StoreException;

import java.time.InstantSource;
import java.util.List;

/// Verifies the audit log of a store that is only read, such as an archive that was restored.
public final class LogCheck {
    private LogCheck() {}

    /// Follows all chains, from where the store's own key says that they were cut.
    ///
    /// @throws StoreException if the store can't be read, or the key in it is damaged
    public static AuditVerdict of(RecordStore store, CryptoSuite crypto) {
        CutSeal seal =
                CheckpointKey.find(store, crypto)
                        .map(CheckpointKey::cutSeal)
                        .orElseGet(CutSeal::none);
        return new AuditLog(store, InstantSource.system()).verify(seal, List.of());
    }
}
