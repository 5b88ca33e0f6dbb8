package dev.fiducia.kbs.config;

import dev.fiducia.ha.cluster.ClusterSettings;
import dev.fiducia.ha.cluster.ClusterSettings.Discovery;
import dev.fiducia.kbs.config.ConfigProblem.Code;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Reads `[cluster]`. There is one where an address to listen at is given.
final class ClusterBinding {
    private static final Duration GRACE = Duration.ofSeconds(10);

    private ClusterBinding() {}

    /// @param store has to be one that replicas share
    static Optional<ClusterSettings> bind(Section cluster, StoreConfig store) {
        Optional<ListenAddress> listen =
                cluster.text("listen").flatMap(text -> address(cluster, text));
        String name = cluster.textOr("name", "fiducia");
        List<String> members = cluster.texts("members");
        Optional<String> service = cluster.text("kubernetes_service");
        int replicas = cluster.whole("replicas", 3, 1, 64);
        if (!cluster.has("listen")) {
            refuseWithoutListen(cluster);
            return Optional.empty();
        }
        if (store.postgresql().isEmpty()) {
            cluster.problem(
                    Code.CONFLICT,
                    "listen",
                    "a cluster needs a store that replicas share: store.type = \"postgresql\"");
            return Optional.empty();
        }
        return discovery(cluster, members, service)
                .flatMap(found ->
                        listen.flatMap(at -> settings(cluster, name, at, found, replicas)));
    }

    private static void refuseWithoutListen(Section cluster) {
        for (String key : List.of("name", "members", "kubernetes_service", "replicas")) {
            if (cluster.has(key)) {
                cluster.problem(Code.MISSING, "listen", "needed in [cluster]");
                return;
            }
        }
    }

    private static Optional<ListenAddress> address(Section cluster, String text) {
        try {
            return Optional.of(ListenAddress.parse(text));
        } catch (IllegalArgumentException e) {
            cluster.problem(Code.BAD_VALUE, "listen", String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    private static Optional<Discovery> discovery(
            Section cluster, List<String> members, Optional<String> service) {
        if (members.isEmpty() == service.isEmpty()) {
            cluster.problem(
                    members.isEmpty() ? Code.MISSING : Code.CONFLICT,
                    "members",
                    "give members, or kubernetes_service, and not both");
            return Optional.empty();
        }
        if (service.isPresent() && !service.get().matches("[A-Za-z0-9.-]{1,253}")) {
            cluster.problem(Code.BAD_VALUE, "kubernetes_service", "expected a DNS name");
            return Optional.empty();
        }
        if (!members.stream().allMatch(member -> member.matches("[A-Za-z0-9.:\\[\\]-]{1,260}"))) {
            cluster.problem(Code.BAD_VALUE, "members", "expected host:port");
            return Optional.empty();
        }
        return Optional.of(
                service.<Discovery>map(Discovery.KubernetesDns::new)
                        .orElseGet(() -> new Discovery.Addresses(members)));
    }

    private static Optional<ClusterSettings> settings(
            Section cluster, String name, ListenAddress at, Discovery discovery, int replicas) {
        try {
            return Optional.of(
                    new ClusterSettings(
                            name,
                            new InetSocketAddress(at.address(), at.port()),
                            discovery,
                            replicas,
                            GRACE));
        } catch (IllegalArgumentException e) {
            cluster.problem(Code.BAD_VALUE, "listen", String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }
}
