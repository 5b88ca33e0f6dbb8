package dev.fiducia.kbs;

import dev.fiducia.ha.cluster.Cluster;
import dev.fiducia.ha.leader.LeaderTasks;
import dev.fiducia.ha.leader.Lease;
import dev.fiducia.ha.leader.SoleLeader;
import dev.fiducia.ha.seal.KeyRing;
import dev.fiducia.ha.session.InMemorySessions;
import dev.fiducia.ha.session.Sessions;
import dev.fiducia.ha.session.StoredSessions;
import dev.fiducia.ha.store.PostgresRecordStore;
import dev.fiducia.ha.store.PostgresSettings;
import dev.fiducia.ha.store.RecordStore;
import dev.fiducia.ha.store.SealedStore;
import dev.fiducia.ha.store.SqliteRecordStore;
import dev.fiducia.ha.store.StoreException;
import dev.fiducia.kbs.cluster.ClockWatch;
import dev.fiducia.kbs.config.AdminConfig;
import dev.fiducia.kbs.config.FiduciaConfig;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/// Where a service keeps what it knows: one sealed store, its own or one that replicas share, and
/// sessions that may be lost.
///
/// @param folder for files beside the store
/// @param ring the keys by which records are sealed
/// @param tasks what one replica at a time does for all
/// @param cluster the other replicas, where they know one another
/// @param clock compares clocks, where replicas share the store
record State(
        Path folder,
        KeyRing ring,
        RecordStore store,
        LeaderTasks tasks,
        Sessions sessions,
        Optional<Cluster> cluster,
        Optional<ClockWatch> clock) {
    private static final Logger LOG = LoggerFactory.getLogger(State.class);
    private static final Duration CLOCK = Duration.ofMinutes(1);
    private static final int LEASE_CONNECTIONS = 2;
    private static final long SESSION_CHARACTERS = 256L << 20;

    static State open(FiduciaConfig config, InstantSource clock, Openings openings) {
        return config.store().postgresql().isPresent()
                ? shared(config.store().postgresql().get(), config, clock, openings)
                : ofOneProcess(config, clock, openings);
    }

    private static State ofOneProcess(
            FiduciaConfig config, InstantSource clock, Openings openings) {
        Path folder = config.store().path();
        KeyRing ring =
                KeyRing.openOrCreate(
                        config.store().keyRing(), SqliteRecordStore.databaseFile(folder));
        openings.add(Watch.of("key-ring", Watch.FILES, ring::refresh));
        SealedStore store = openings.add(SqliteRecordStore.open(folder, ring, clock));
        LeaderTasks tasks =
                openings.add(LeaderTasks.start(new SoleLeader(store, processName()), clock));
        tasks.add("reseal", Reseal.INTERVAL, leader -> Reseal.run(store, ring, leader));
        Sessions sessions =
                new InMemorySessions(config.limits().sessions(), SESSION_CHARACTERS, clock);
        return new State(folder, ring, store, tasks, sessions, Optional.empty(), Optional.empty());
    }

    private static State shared(
            PostgresSettings settings,
            FiduciaConfig config,
            InstantSource clock,
            Openings openings) {
        KeyRing ring = KeyRing.openOrCreate(config.store().keyRing());
        openings.add(Watch.of("key-ring", Watch.FILES, ring::refresh));
        PostgresRecordStore store = openings.add(open(settings, ring, clock));
        if (!config.management().rehearsal().isZero()) {
            var _ = PostgresRecordStore.rehearse(settings);
        }
        LeaderTasks tasks = leaderTasks(settings, ring, clock, openings);
        Duration lifetime = config.attestationService().sessionLifetime();
        StoredSessions stored = new StoredSessions(store, clock);
        tasks.add("reseal", Reseal.INTERVAL, leader -> Reseal.run(store, ring, leader));
        tasks.add("sessions", lifetime, _ -> stored.sweep(lifetime));
        Optional<Cluster> cluster =
                config.cluster()
                        .map(found ->
                                openings.add(
                                        Cluster.join(found, ring, config.limits().sessions())));
        Sessions sessions =
                cluster.<Sessions>map(joined -> joined.sessions(stored, clock)).orElse(stored);
        if (config.admin() instanceof AdminConfig.GeneratedKey) {
            LOG.warn("administrators' tokens made on first start are good for this replica alone");
        }
        return new State(
                config.store().path(),
                ring,
                store,
                tasks,
                sessions,
                cluster,
                Optional.of(watched(store, openings)));
    }

    private static ClockWatch watched(PostgresRecordStore store, Openings openings) {
        ClockWatch clock = new ClockWatch(store::clockDifference);
        clock.look();
        openings.add(Watch.of("clock", CLOCK, clock::look));
        return clock;
    }

    /// By connections of their own: who leads does not depend on how busy the others are.
    private static LeaderTasks leaderTasks(
            PostgresSettings settings, KeyRing ring, InstantSource clock, Openings openings) {
        RecordStore own =
                openings.add(
                        open(
                                new PostgresSettings(
                                        settings.servers(),
                                        settings.database(),
                                        settings.user(),
                                        settings.passwordFile(),
                                        settings.trust(),
                                        LEASE_CONNECTIONS),
                                ring,
                                clock));
        return openings.add(LeaderTasks.start(new Lease(own, processName()), clock));
    }

    /// What this process is called where replicas are told apart: `pid@host`.
    private static String processName() {
        return ManagementFactory.getRuntimeMXBean().getName();
    }

    private static PostgresRecordStore open(
            PostgresSettings settings, KeyRing ring, InstantSource clock) {
        try {
            return PostgresRecordStore.open(settings, ring, clock);
        } catch (StoreException e) {
            if (e.reason() != StoreException.Reason.KEY_MISSING) {
                throw e;
            }
            throw new StoreException(
                    e.reason(),
                    "the "
                            + ring
                            + " is not that of the replicas that share the store: copy theirs",
                    e);
        }
    }
}
