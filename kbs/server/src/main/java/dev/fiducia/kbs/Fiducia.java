package dev.fiducia.kbs;

import dev.fiducia.attestation.VerifierSetupException;
import dev.fiducia.attestation.collateral.BundleException;
import dev.fiducia.attestation.collateral.CollateralService;
import dev.fiducia.attestation.corim.CorimExtractor;
import dev.fiducia.attestation.token.TokenKeyException;
import dev.fiducia.ha.audit.SinkException;
import dev.fiducia.ha.cluster.ClusterException;
import dev.fiducia.ha.seal.KeyRingException;
import dev.fiducia.ha.store.StoreException;
import dev.fiducia.kbs.admin.AdminException;
import dev.fiducia.kbs.cluster.ClusterRoutes;
import dev.fiducia.kbs.collateral.CollateralRoutes;
import dev.fiducia.kbs.config.FiduciaConfig;
import dev.fiducia.kbs.http.HealthRoutes;
import dev.fiducia.kbs.http.ListenException;
import dev.fiducia.kbs.http.Listener;
import dev.fiducia.kbs.http.RouteContribution;
import dev.fiducia.kbs.resource.ResourceStore;
import dev.fiducia.kbs.tls.ServerCertificate;
import dev.fiducia.kbs.tls.TlsException;
import dev.fiducia.rvps.ReferenceValues;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A running service. Everything that it consists of is put together here, once.
public final class Fiducia implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Fiducia.class);

    private final Listener listener;
    private final OperationsFeature operations;
    private final Openings openings;

    private Fiducia(Listener listener, OperationsFeature operations, Openings openings) {
        this.listener = listener;
        this.operations = operations;
        this.openings = openings;
    }

    /// Starts a service. When this returns, its sockets accept connections.
    ///
    /// @throws StartException if something can't be had as configured; then nothing is left running
    public static Fiducia start(FiduciaConfig config) throws StartException {
        return start(config, InstantSource.system());
    }

    /// The same by another clock.
    public static Fiducia start(FiduciaConfig config, InstantSource clock) throws StartException {
        Openings openings = new Openings();
        try {
            Fiducia service = compose(config, clock, openings);
            LOG.atInfo().addKeyValue("ports", service.ports()).log("serving");
            return service;
        } catch (AdminException
                | BundleException
                | VerifierSetupException
                | TokenKeyException
                | TlsException
                | KeyRingException
                | ClusterException
                | StoreException
                | SinkException
                | ListenException e) {
            openings.close();
            throw new StartException(e);
        } catch (RuntimeException e) {
            openings.close();
            throw e;
        }
    }

    private static Fiducia compose(FiduciaConfig config, InstantSource clock, Openings openings)
            throws AdminException,
                    BundleException,
                    VerifierSetupException,
                    TokenKeyException,
                    TlsException,
                    SinkException {
        config.notes().forEach(LOG::info);
        Foundation base = Foundation.open(config, clock, openings);
        OperationsFeature operations = OperationsFeature.open(base, openings);
        operations
                .metrics()
                .watch(
                        base.recordings().decisions()::figures,
                        base.recordings().delivery()::status);
        AuditFeature audit = AuditFeature.open(base);
        operations.metrics().watchRemoved(audit.retention()::figures);
        base.state().clock().ifPresent(operations.metrics()::watch);
        ReferenceValues references =
                new ReferenceValues(base.store(), clock, Map.of("corim", new CorimExtractor()));
        Optional<ResourceStore> resources =
                config.plugins().isEmpty()
                        ? Optional.empty()
                        : Optional.of(new ResourceStore(base.store()));
        InitdataFeature initdata = InitdataFeature.open(base, references);
        CollateralService collateral = CollateralFeature.open(base, operations.metrics(), openings);
        ProtocolFeature protocol =
                ProtocolFeature.open(
                        base,
                        references,
                        initdata,
                        collateral,
                        operations.metrics().kbs(),
                        openings);
        Optional<ServerCertificate> certificate = certificate(base);

        List<RouteContribution> routes = new ArrayList<>();
        routes.add(HealthRoutes.contribution());
        routes.addAll(operations.routes());
        routes.add(audit.routes(base));
        routes.add(CollateralRoutes.of(collateral, base.admin(), base.clock()));
        routes.add(
                ClusterRoutes.of(
                        base.state().cluster(),
                        base.state().tasks(),
                        base.state().clock(),
                        base.admin()));
        routes.addAll(initdata.routes(resources, certificate));
        // Ends with the plugins' catch-all, so that it comes last.
        routes.addAll(protocol.routes(resources, initdata));
        Listener listener =
                openings.add(
                        Listener.start(
                                ListenerSettings.of(config, certificate),
                                routes,
                                base.crypto().random(),
                                operations.metrics().traffic()));
        operations.serving(listener);
        return new Fiducia(listener, operations, openings);
    }

    private static Optional<ServerCertificate> certificate(Foundation base) throws TlsException {
        FiduciaConfig config = base.config();
        return config.httpServer().insecureHttp()
                ? Optional.empty()
                : Optional.of(
                        ServerCertificate.loadOrCreate(
                                config.httpServer(), config.store(), base.crypto(), base.clock()));
    }

    /// The ports in the order of the configured sockets.
    public List<Integer> ports() {
        return listener.ports();
    }

    /// The ports of management, in the order of the configured sockets.
    public List<Integer> managementPorts() {
        return operations.listener().map(Listener::ports).orElse(List.of());
    }

    /// Stops: for the configured time it still serves but says that it is not ready; then come the
    /// sockets, and, in reverse order of their making, everything else.
    @Override
    public void close() {
        operations.drain();
        openings.close();
    }
}
