package dev.fiducia.ha.cluster;

import com.hazelcast.config.AdvancedNetworkConfig;
import com.hazelcast.config.ClassFilter;
import com.hazelcast.config.Config;
import com.hazelcast.config.EvictionConfig;
import com.hazelcast.config.EvictionPolicy;
import com.hazelcast.config.InMemoryFormat;
import com.hazelcast.config.JavaSerializationFilterConfig;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.config.ManagementCenterConfig;
import com.hazelcast.config.MapConfig;
import com.hazelcast.config.MaxSizePolicy;
import com.hazelcast.config.MergePolicyConfig;
import com.hazelcast.config.ServerSocketEndpointConfig;
import com.hazelcast.config.SplitBrainProtectionConfig;
import com.hazelcast.spi.merge.DiscardMergePolicy;
import com.hazelcast.splitbrainprotection.SplitBrainProtectionOn;

/// Hazelcast as it is safe to run: found by configured addresses alone, reachable by members alone,
/// without scripts, code or objects from elsewhere, and with maps that a smaller part of a divided
/// cluster can't use nor bring back entries into.
final class HazelcastConfig {

    private static final String MAJORITY = "majority";
    private static final int BACKUPS = 2;

    private HazelcastConfig() {}

    static Config of(ClusterSettings settings, String sessions, int maxSessions) {
        Config config = new Config();
        config.setClusterName(settings.name());
        // The defaults keep a dead member for a minute, call home, and stop without handing over.
        config.setProperty("hazelcast.logging.type", "slf4j");
        config.setProperty("hazelcast.phone.home.enabled", "false");
        config.setProperty("hazelcast.shutdownhook.enabled", "false");
        config.setProperty("hazelcast.heartbeat.interval.seconds", "1");
        config.setProperty("hazelcast.max.no.heartbeat.seconds", "10");
        config.setProperty("hazelcast.graceful.shutdown.max.wait", "10");
        config.setProperty("hazelcast.operation.call.timeout.millis", "10000");
        config.setProperty("hazelcast.socket.bind.any", "false");
        // A guest waits for what is tried again after a member was lost.
        config.setProperty("hazelcast.invocation.retry.pause.millis", "50");
        config.setProperty("hazelcast.operation.backup.timeout.millis", "500");
        config.getJetConfig().setEnabled(false);
        config.getUserCodeDeploymentConfig().setEnabled(false);
        config.setManagementCenterConfig(
                new ManagementCenterConfig()
                        .setScriptingEnabled(false)
                        .setConsoleEnabled(false)
                        .setDataAccessEnabled(false));
        config.setAdvancedNetworkConfig(network(settings));
        config.getSerializationConfig()
                .setAllowUnsafe(false)
                .setJavaSerializationFilterConfig(ownClassesOnly());
        config.addSplitBrainProtectionConfig(
                new SplitBrainProtectionConfig(MAJORITY, true, settings.majority())
                        .setProtectOn(SplitBrainProtectionOn.READ_WRITE));
        config.addMapConfig(map("default"));
        config.addMapConfig(
                map(sessions)
                        .setEvictionConfig(
                                new EvictionConfig()
                                        .setEvictionPolicy(EvictionPolicy.LRU)
                                        .setMaxSizePolicy(MaxSizePolicy.PER_NODE)
                                        .setSize(maxSessions)));
        return config;
    }

    /// Has an end point for members and none for clients, which could otherwise read all maps.
    private static AdvancedNetworkConfig network(ClusterSettings settings) {
        ServerSocketEndpointConfig members =
                new ServerSocketEndpointConfig()
                        .setPort(settings.listen().getPort())
                        .setPortAutoIncrement(false);
        members.getInterfaces()
                .setEnabled(true)
                .addInterface(settings.listen().getAddress().getHostAddress());
        JoinConfig join = new JoinConfig();
        join.getMulticastConfig().setEnabled(false);
        join.getAutoDetectionConfig().setEnabled(false);
        switch (settings.discovery()) {
            case ClusterSettings.Discovery.Addresses addresses -> {
                join.getTcpIpConfig().setEnabled(true);
                addresses.members().forEach(join.getTcpIpConfig()::addMember);
            }
            case ClusterSettings.Discovery.KubernetesDns(String service) ->
                    join.getKubernetesConfig()
                            .setEnabled(true)
                            .setProperty("service-dns", service)
                            .setProperty(
                                    "service-port", Integer.toString(settings.listen().getPort()));
        }
        return new AdvancedNetworkConfig()
                .setEnabled(true)
                .setMemberEndpointConfig(members)
                .setJoin(join);
    }

    /// Values are bytes. What Hazelcast itself sends as Java objects are failures, which it has to
    /// read to try again elsewhere.
    private static JavaSerializationFilterConfig ownClassesOnly() {
        return new JavaSerializationFilterConfig()
                .setDefaultsDisabled(true)
                .setWhitelist(
                        new ClassFilter()
                                .addPrefixes("com.hazelcast.", "java.lang.", "[Ljava.lang.")
                                .addClasses(
                                        "java.util.ArrayList",
                                        "java.util.Collections$EmptyList",
                                        "java.util.Collections$UnmodifiableList",
                                        "java.util.Collections$UnmodifiableRandomAccessList",
                                        "java.util.Collections$UnmodifiableCollection"));
    }

    private static MapConfig map(String name) {
        return new MapConfig(name)
                .setInMemoryFormat(InMemoryFormat.BINARY)
                .setBackupCount(BACKUPS)
                // What a member was given once does not change, so the copy here is as good as any.
                .setReadBackupData(true)
                .setSplitBrainProtectionName(MAJORITY)
                .setMergePolicyConfig(
                        new MergePolicyConfig().setPolicy(DiscardMergePolicy.class.getName()));
    }
}
