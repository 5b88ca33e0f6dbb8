package dev.fiducia.ha.cluster;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/// How a replica finds the others.
///
/// @param name sets clusters apart that meet by mistake; no secret
/// @param listen a literal address of this machine, and the port: others reach the replica there
/// @param discovery where to look
/// @param replicas how many there are meant to be: fewer than a majority of them keep no sessions
/// @param grace how long a new member may take to prove itself
public record ClusterSettings(
        String name, InetSocketAddress listen, Discovery discovery, int replicas, Duration grace) {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
    private static final int MOST_REPLICAS = 64;

    public ClusterSettings {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "a cluster is named with letters, digits, '.', '_' and '-'");
        }
        if (listen.isUnresolved() || listen.getAddress().isAnyLocalAddress()) {
            throw new IllegalArgumentException(
                    "a replica listens at one address that others reach it at");
        }
        if (replicas < 1 || replicas > MOST_REPLICAS) {
            throw new IllegalArgumentException("a cluster has 1 to " + MOST_REPLICAS + " replicas");
        }
        if (grace.isNegative()) {
            throw new IllegalArgumentException("a grace is not negative");
        }
    }

    /// Where the others are.
    public sealed interface Discovery {

        /// At these addresses, `host:port`. May hold the replica's own.
        record Addresses(List<String> members) implements Discovery {
            public Addresses {
                members = List.copyOf(members);
            }
        }

        /// At all addresses of a headless service, at the port of this replica.
        record KubernetesDns(String service) implements Discovery {}
    }

    int majority() {
        return replicas / 2 + 1;
    }
}
