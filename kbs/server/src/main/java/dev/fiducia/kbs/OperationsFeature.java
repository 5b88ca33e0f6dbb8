package dev.fiducia.kbs;

import dev.fiducia.kbs.config.ManagementConfig;
import dev.fiducia.kbs.http.Listener;
import dev.fiducia.kbs.http.ListenerLimits;
import dev.fiducia.kbs.http.RouteContribution;
import dev.fiducia.kbs.http.Traffic;
import dev.fiducia.kbs.management.Health;
import dev.fiducia.kbs.management.ManagementRoutes;
import dev.fiducia.kbs.metrics.Metrics;
import dev.fiducia.kbs.metrics.MetricsRoutes;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What those who run the service look at: metrics, probes, and a stop that load balancers notice.
///
/// @param listener of the management port, if there is one
record OperationsFeature(
        ManagementConfig config, Metrics metrics, Health health, Optional<Listener> listener) {
    private static final Logger LOG = LoggerFactory.getLogger(OperationsFeature.class);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int HEADER_BYTES = 16 * 1024;
    private static final int BODY_BYTES = 1024;
    private static final int QUEUE = 64;

    /// Opens the management port first of all, so that probes see a service start and stop.
    static OperationsFeature open(Foundation base, Openings openings) {
        ManagementConfig config = base.config().management();
        Metrics metrics = openings.add(new Metrics(version()));
        Health health = new Health(base.store());
        Optional<Listener> listener =
                config.sockets().isEmpty()
                        ? Optional.empty()
                        : Optional.of(openings.add(listen(base, metrics, health)));
        return new OperationsFeature(config, metrics, health, listener);
    }

    private static Listener listen(Foundation base, Metrics metrics, Health health) {
        List<InetSocketAddress> sockets =
                base.config().management().sockets().stream()
                        .map(s -> new InetSocketAddress(s.address(), s.port()))
                        .toList();
        if (!sockets.stream().allMatch(s -> s.getAddress().isLoopbackAddress())) {
            LOG.warn(
                    "the management port has neither TLS nor authentication: let no stranger reach"
                            + " it");
        }
        Listener listener =
                Listener.start(
                        new Listener.Settings(
                                sockets,
                                Optional.empty(),
                                new ListenerLimits(
                                        BODY_BYTES, HEADER_BYTES, PATIENCE, PATIENCE, PATIENCE),
                                1,
                                QUEUE),
                        List.of(ManagementRoutes.of(health), MetricsRoutes.of(metrics)),
                        base.crypto().random(),
                        Traffic.UNWATCHED);
        LOG.atInfo().addKeyValue("ports", listener.ports()).log("management");
        return listener;
    }

    private static String version() {
        String version = OperationsFeature.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }

    /// Routes on the service's own sockets.
    List<RouteContribution> routes() {
        return config.servesMetrics() ? List.of(MetricsRoutes.of(metrics)) : List.of();
    }

    /// The service's own sockets are open.
    void serving(Listener service) {
        metrics.watch(service::load);
        health.serving(service);
    }

    /// Says that the service is not ready any more, and waits until that is known.
    void drain() {
        health.drain();
        try {
            Thread.sleep(config.drain());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
