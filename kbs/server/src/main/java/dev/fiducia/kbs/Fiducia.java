package dev.fiducia.kbs;

import dev.fiducia.attestation.InitdataBindings;
import dev.fiducia.attestation.appraisal.AttestationPolicies;
import dev.fiducia.attestation.snp.SnpSetupException;
import dev.fiducia.attestation.token.TokenKeyException;
import dev.fiducia.crypto.CryptoPreference;
import dev.fiducia.crypto.CryptoSuite;
import dev.fiducia.ha.audit.AuditLog;
import dev.fiducia.ha.seal.KeyRing;
import dev.fiducia.ha.seal.KeyRingException;
import dev.fiducia.ha.session.InMemorySessions;
import dev.fiducia.ha.session.Sessions;
import dev.fiducia.ha.singleuse.SingleUse;
import dev.fiducia.ha.store.Namespace;
import dev.fiducia.ha.store.RecordStore;
import dev.fiducia.ha.store.SqliteRecordStore;
import dev.fiducia.ha.store.StoreException;
import dev.fiducia.kbs.admin.AdminAccess;
import dev.fiducia.kbs.admin.AdminException;
import dev.fiducia.kbs.admin.AdminGate;
import dev.fiducia.kbs.admission.AdmissionRoutes;
import dev.fiducia.kbs.agentpolicy.AgentPolicies;
import dev.fiducia.kbs.agentpolicy.AgentPolicyRoutes;
import dev.fiducia.kbs.agentpolicy.JudgedBindings;
import dev.fiducia.kbs.agentpolicy.PolicyVerdicts;
import dev.fiducia.kbs.api.AdminCommits;
import dev.fiducia.kbs.audit.AuditRoutes;
import dev.fiducia.kbs.config.FiduciaConfig;
import dev.fiducia.kbs.grant.GrantRoutes;
import dev.fiducia.kbs.grant.Grants;
import dev.fiducia.kbs.handshake.Handshake;
import dev.fiducia.kbs.handshake.HandshakeRoutes;
import dev.fiducia.kbs.handshake.RingChallengeKeys;
import dev.fiducia.kbs.http.HealthRoutes;
import dev.fiducia.kbs.http.ListenException;
import dev.fiducia.kbs.http.Listener;
import dev.fiducia.kbs.http.RouteContribution;
import dev.fiducia.kbs.jwe.JweSealer;
import dev.fiducia.kbs.manifest.ManifestRoutes;
import dev.fiducia.kbs.policy.PolicyRoutes;
import dev.fiducia.kbs.policy.ResourcePolicy;
import dev.fiducia.kbs.referencevalue.ReferenceValueRoutes;
import dev.fiducia.kbs.registry.DocumentLint;
import dev.fiducia.kbs.registry.InitdataRegistry;
import dev.fiducia.kbs.registry.LookupRoutes;
import dev.fiducia.kbs.registry.RegistryBindings;
import dev.fiducia.kbs.registry.RegistryRoutes;
import dev.fiducia.kbs.resource.CurrentInitdata;
import dev.fiducia.kbs.resource.GuestAuthorization;
import dev.fiducia.kbs.resource.PluginRoutes;
import dev.fiducia.kbs.resource.ResourceFacts;
import dev.fiducia.kbs.resource.ResourceStore;
import dev.fiducia.kbs.rotation.ExpiryWatch;
import dev.fiducia.kbs.rotation.PinnedCertificates;
import dev.fiducia.kbs.rotation.RotationRoutes;
import dev.fiducia.kbs.rules.Rules;
import dev.fiducia.kbs.template.ServiceValues;
import dev.fiducia.kbs.template.TemplateRoutes;
import dev.fiducia.kbs.template.Templates;
import dev.fiducia.kbs.tls.ServerCertificate;
import dev.fiducia.kbs.tls.TlsException;
import dev.fiducia.rvps.ReferenceValues;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/// A running service. Everything that it consists of is put together here, once.
public final class Fiducia implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Fiducia.class);
    private static final Namespace USED_CHALLENGES = new Namespace("used_challenge");
    private static final long SESSION_CHARACTERS = 256L << 20;

    private final Listener listener;
    private final Deque<AutoCloseable> closeables;

    private Fiducia(Listener listener, Deque<AutoCloseable> closeables) {
        this.listener = listener;
        this.closeables = closeables;
    }

    /// Starts a service. When this returns, its sockets accept connections.
    ///
    /// @throws StartException if something can't be had as configured; then nothing is left running
    public static Fiducia start(FiduciaConfig config) throws StartException {
        return start(config, InstantSource.system());
    }

    /// The same by another clock.
    public static Fiducia start(FiduciaConfig config, InstantSource clock) throws StartException {
        Deque<AutoCloseable> opened = new ArrayDeque<>();
        try {
            Listener listener = compose(config, clock, opened);
            opened.push(listener);
            LOG.atInfo().addKeyValue("ports", listener.ports()).log("serving");
            return new Fiducia(listener, opened);
        } catch (AdminException
                | SnpSetupException
                | TokenKeyException
                | TlsException
                | KeyRingException
                | StoreException
                | ListenException e) {
            closeAll(opened);
            throw new StartException(e);
        } catch (RuntimeException e) {
            closeAll(opened);
            throw e;
        }
    }

    private static Listener compose(
            FiduciaConfig config, InstantSource clock, Deque<AutoCloseable> opened)
            throws AdminException, SnpSetupException, TokenKeyException, TlsException {
        config.notes().forEach(LOG::info);
        CryptoSuite crypto =
                CryptoSuite.create(CryptoPreference.valueOf(config.crypto().provider().name()));
        crypto.describe().warnings().forEach(LOG::warn);

        // State: one sealed store, and sessions that may be lost.
        Path folder = config.store().path();
        KeyRing ring =
                KeyRing.openOrCreate(
                        folder.resolve("key-ring"), SqliteRecordStore.databaseFile(folder));
        RecordStore store = opened(SqliteRecordStore.open(folder, ring, clock), opened);
        Sessions sessions =
                new InMemorySessions(config.limits().sessions(), SESSION_CHARACTERS, clock);

        // What evidence is judged by.
        ReferenceValues references = new ReferenceValues(store, clock);
        AttestationPolicies attestationPolicies = new AttestationPolicies(store, crypto);
        ResourcePolicy resourcePolicy = new ResourcePolicy(store, config.policy().profile());
        AuditLog audit = new AuditLog(store, clock);
        AdminCommits commits = new AdminCommits(store, audit);
        AgentPolicies agentPolicies = new AgentPolicies(store, commits);
        PolicyVerdicts verdicts = new PolicyVerdicts(agentPolicies);
        Rules rules = Rules.open(store, commits, verdicts);
        Optional<ResourceStore> resources =
                config.plugins().isEmpty()
                        ? Optional.empty()
                        : Optional.of(new ResourceStore(store));
        DocumentLint lint =
                new DocumentLint(
                        new ResourceFacts(resources, config.initdata().serviceUrl()),
                        config.initdata().profile(),
                        clock);
        InitdataRegistry registry =
                new InitdataRegistry(
                        store,
                        references,
                        audit,
                        clock,
                        config.initdata().maxDocuments(),
                        rules.forRegistration());
        Grants grants = new Grants(store, commits);
        InitdataBindings bindings =
                new JudgedBindings(
                        new RegistryBindings(registry),
                        id -> registry.find(id).flatMap(each -> registry.document(each.revision())),
                        verdicts);
        Attestation attestation =
                Attestation.create(
                        config, store, attestationPolicies, references, bindings, crypto, clock);

        // The protocol: handshake, then releases.
        Duration lifetime = config.attestationService().sessionLifetime();
        SingleUse uses = new SingleUse(store, USED_CHALLENGES, lifetime.multipliedBy(2), clock);
        opened(UsedChallengeSweep.start(uses, lifetime), opened);
        Handshake handshake =
                new Handshake(
                        opened(new RingChallengeKeys(ring), opened),
                        lifetime,
                        uses,
                        sessions,
                        attestation,
                        crypto,
                        clock);
        AdminGate admin =
                new AdminGate(
                        AdminAccess.open(config.admin(), folder.resolve("admin"), crypto, clock));
        RouteContribution plugins =
                PluginRoutes.of(
                        resources,
                        new GuestAuthorization(handshake, attestation.tokens()),
                        new CurrentInitdata(bindings, agentPolicies::isApproved),
                        grants,
                        resourcePolicy,
                        JweSealer.of(crypto),
                        handler -> admin.kbs("resource", (request, _) -> handler.handle(request)));

        Optional<ServerCertificate> certificate =
                config.httpServer().insecureHttp()
                        ? Optional.empty()
                        : Optional.of(
                                ServerCertificate.loadOrCreate(
                                        config.httpServer(), config.store(), crypto, clock));
        PinnedCertificates pinned = new PinnedCertificates(registry);
        opened(ExpiryWatch.start(pinned, clock), opened);

        // The plugins' catch-all is last: a built-in name comes before a plugin's.
        return Listener.start(
                ListenerSettings.of(config, certificate),
                List.of(
                        HealthRoutes.contribution(),
                        HandshakeRoutes.of(handshake, clock),
                        PolicyRoutes.of(resourcePolicy, attestationPolicies, admin),
                        ReferenceValueRoutes.of(references, admin),
                        RegistryRoutes.of(
                                registry, lint, config.initdata().maxDocumentBytes(), admin),
                        LookupRoutes.of(registry, admin),
                        ManifestRoutes.of(registry, admin),
                        RotationRoutes.of(registry, pinned, admin),
                        TemplateRoutes.of(
                                new Templates(store, commits),
                                ServiceValues.of(config.initdata().serviceUrl(), certificate),
                                admin),
                        AuditRoutes.of(audit, admin),
                        GrantRoutes.of(grants, registry::isName, admin, crypto, clock),
                        AgentPolicyRoutes.of(agentPolicies, admin, clock),
                        rules.routes(new AuditedRegistry(registry), admin, clock),
                        AdmissionRoutes.of(config.admission(), registry, verdicts, rules.forPods()),
                        plugins),
                crypto.random());
    }

    /// The ports in the order of the configured sockets.
    public List<Integer> ports() {
        return listener.ports();
    }

    /// Stops: sockets first, then, in reverse order of their making, everything else.
    @Override
    public void close() {
        closeAll(closeables);
    }

    private static <T extends AutoCloseable> T opened(T resource, Deque<AutoCloseable> opened) {
        opened.push(resource);
        return resource;
    }

    private static void closeAll(Deque<AutoCloseable> opened) {
        while (!opened.isEmpty()) {
            try {
                opened.pop().close();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (Exception e) {
                LOG.warn("closing failed", e);
            }
        }
    }
}
