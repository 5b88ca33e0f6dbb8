package dev.fiducia.kbs;

import dev.fiducia.crypto.CryptoPreference;
import dev.fiducia.crypto.CryptoSuite;
import dev.fiducia.ha.audit.AuditLog;
import dev.fiducia.ha.store.RecordStore;
import dev.fiducia.kbs.admin.AdminAccess;
import dev.fiducia.kbs.admin.AdminException;
import dev.fiducia.kbs.admin.AdminGate;
import dev.fiducia.kbs.api.AdminCommits;
import dev.fiducia.kbs.api.Idempotency;
import dev.fiducia.kbs.config.FiduciaConfig;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.InstantSource;

/// What all features of a service stand on.
///
/// @param commits makes administrators' changes, recorded in `audit`
/// @param admin lets administrators in
record Foundation(
        FiduciaConfig config,
        InstantSource clock,
        CryptoSuite crypto,
        State state,
        AuditLog audit,
        AdminCommits commits,
        AdminGate admin) {
    private static final Logger LOG = LoggerFactory.getLogger(Foundation.class);

    static Foundation open(FiduciaConfig config, InstantSource clock, Openings openings)
            throws AdminException {
        CryptoSuite crypto =
                CryptoSuite.create(CryptoPreference.valueOf(config.crypto().provider().name()));
        crypto.describe().warnings().forEach(LOG::warn);
        State state = State.open(config, clock, openings);
        AuditLog audit = new AuditLog(state.store(), clock);
        return new Foundation(
                config,
                clock,
                crypto,
                state,
                audit,
                new AdminCommits(state.store(), audit, new Idempotency(state.store(), clock)),
                new AdminGate(
                        AdminAccess.open(
                                config.admin(), state.folder().resolve("admin"), crypto, clock)));
    }

    RecordStore store() {
        return state.store();
    }
}
