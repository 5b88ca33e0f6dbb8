package dev.fiducia.ha.cluster;

import com.hazelcast.cluster.Member;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastException;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.map.IMap;
import com.hazelcast.topic.ITopic;

import dev.fiducia.ha.seal.KeyRing;
import dev.fiducia.ha.session.Sessions;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// This replica as a member of the cluster, from its start to its orderly end.
public final class Cluster implements AutoCloseable {

    static final String SESSIONS = "fiducia.sessions";
    static final String PROOFS = "fiducia.proofs";

    private static final Logger LOG = LoggerFactory.getLogger(Cluster.class);
    private static final long ASK_MILLIS = 1000;

    private final ClusterSettings settings;
    private final KeyRing ring;
    private final HazelcastInstance hazelcast;
    private final MemberProofs proofs;
    private final ScheduledExecutorService asking;

    private Cluster(ClusterSettings settings, KeyRing ring, HazelcastInstance hazelcast) {
        this.settings = settings;
        this.ring = ring;
        this.hazelcast = hazelcast;
        ITopic<byte[]> topic = hazelcast.getTopic(PROOFS);
        this.proofs =
                new MemberProofs(
                        settings.name(),
                        hazelcast.getCluster().getLocalMember().getUuid(),
                        ring,
                        settings.grace(),
                        bytes -> {
                            var _ = topic.publishAsync(bytes);
                        },
                        System::nanoTime);
        topic.addMessageListener(message -> take(message::getMessageObject));
        this.asking =
                Executors.newSingleThreadScheduledExecutor(
                        Thread.ofPlatform().name("fiducia-cluster").daemon(true).factory());
        var _ = asking.scheduleWithFixedDelay(this::ask, 0, ASK_MILLIS, TimeUnit.MILLISECONDS);
    }

    /// Joins the cluster, or begins one.
    ///
    /// @param ring what members prove themselves by, and what is kept in the cluster is sealed
    ///   under
    /// @param maxSessions most that this replica keeps
    /// @throws ClusterException if the address can't be had, or the others can't be looked for
    public static Cluster join(ClusterSettings settings, KeyRing ring, int maxSessions) {
        try {
            return new Cluster(
                    settings,
                    ring,
                    Hazelcast.newHazelcastInstance(
                            HazelcastConfig.of(settings, SESSIONS, maxSessions)));
        } catch (HazelcastException | IllegalStateException e) {
            throw new ClusterException(
                    "the cluster " + settings.name() + " can't be joined: " + e.getMessage(), e);
        }
    }

    /// Sessions in the cluster, and those that the cluster can't take in `otherwise`.
    public Sessions sessions(Sessions otherwise, InstantSource clock) {
        IMap<String, byte[]> map = hazelcast.getMap(SESSIONS);
        return new ClusterSessions(map, this::isUsed, ring, otherwise, clock, System::nanoTime);
    }

    /// True while no stranger is among the members, and they are enough.
    boolean isUsed() {
        List<UUID> members = members();
        return members.size() >= settings.majority() && proofs.allTrusted(members);
    }

    /// How the cluster looks from here.
    public ClusterStatus status() {
        IMap<String, byte[]> map = hazelcast.getMap(SESSIONS);
        return new ClusterStatus(
                settings.name(),
                isUsed(),
                settings.majority(),
                map.getLocalMapStats().getOwnedEntryCount(),
                hazelcast.getCluster().getMembers().stream()
                        .map(member ->
                                new ClusterStatus.Member(
                                        member.getUuid().toString(),
                                        member.getSocketAddress().toString(),
                                        member.localMember(),
                                        proofs.hasProved(member.getUuid())))
                        .toList());
    }

    /// Hands what this member keeps to the others, within a bound, and leaves.
    @Override
    public void close() {
        asking.shutdownNow();
        hazelcast.shutdown();
    }

    /// Leaves as a process does that is killed.
    void terminate() {
        asking.shutdownNow();
        hazelcast.getLifecycleService().terminate();
    }

    private List<UUID> members() {
        return hazelcast.getCluster().getMembers().stream().map(Member::getUuid).toList();
    }

    private void ask() {
        try {
            proofs.ask(members());
        } catch (RuntimeException e) { // anything that got out would end the asking for good
            LOG.warn("the members of the cluster are not asked", e);
        }
    }

    /// What a message holds.
    @FunctionalInterface
    private interface Content {
        Object get();
    }

    private void take(Content content) {
        try {
            if (content.get() instanceof byte[] bytes) {
                proofs.take(bytes);
            }
        } catch (RuntimeException e) { // what a stranger sends need not be readable
            LOG.warn("a message of a member of the cluster is not taken: {}", e.toString());
        }
    }
}
