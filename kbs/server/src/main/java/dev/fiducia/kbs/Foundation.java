package dev.fiducia.kbs;

import dev.fiducia.crypto.CryptoPreference;
import dev.fiducia.crypto.CryptoSuite;
import dev.fiducia.ha.audit.SinkException;
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
/// @param recordings puts on record what is decided and changed
/// @param commits makes administrators' changes, on record
/// @param admin lets administrators in
record Foundation(
        FiduciaConfig config,
        InstantSource clock,
        CryptoSuite crypto,
        State state,
        Recordings recordings,
        AdminCommits commits,
        AdminGate admin) {
    private static final Logger LOG = LoggerFactory.getLogger(Foundation.class);

    static Foundation open(FiduciaConfig config, InstantSource clock, Openings openings)
            throws AdminException, SinkException {
        CryptoSuite crypto =
                CryptoSuite.create(CryptoPreference.valueOf(config.crypto().provider().name()));
        crypto.describe().warnings().forEach(LOG::warn);
        State state = State.open(config, clock, openings);
        Recordings recordings =
                Recordings.open(config, state.store(), clock, crypto.random(), openings);
        return new Foundation(
                config,
                clock,
                crypto,
                state,
                recordings,
                new AdminCommits(
                        state.store(),
                        recordings.changes(),
                        new Idempotency(state.store(), clock),
                        recordings.delivery(),
                        config.audit().patience()),
                new AdminGate(
                        AdminAccess.open(
                                config.admin(), state.folder().resolve("admin"), crypto, clock),
                        recordings.decisions()::count));
    }

    RecordStore store() {
        return state.store();
    }
}
