package dev.fiducia.kbs;

import dev.fiducia.attestation.VerifierSetupException;
import dev.fiducia.attestation.appraisal.AttestationPolicies;
import dev.fiducia.attestation.collateral.CollateralService;
import dev.fiducia.attestation.token.FileSigners;
import dev.fiducia.attestation.token.StoredSigners;
import dev.fiducia.attestation.token.TokenKeyException;
import dev.fiducia.ha.singleuse.SingleUse;
import dev.fiducia.ha.store.Namespace;
import dev.fiducia.kbs.decision.Decisions;
import dev.fiducia.kbs.handshake.Handshake;
import dev.fiducia.kbs.handshake.HandshakeRoutes;
import dev.fiducia.kbs.handshake.RingChallengeKeys;
import dev.fiducia.kbs.http.RouteContribution;
import dev.fiducia.kbs.jwe.JweSealer;
import dev.fiducia.kbs.metrics.KbsMetrics;
import dev.fiducia.kbs.policy.PolicyRoutes;
import dev.fiducia.kbs.policy.ResourcePolicy;
import dev.fiducia.kbs.referencevalue.ReferenceValueRoutes;
import dev.fiducia.kbs.resource.GuestAuthorization;
import dev.fiducia.kbs.resource.PluginRoutes;
import dev.fiducia.kbs.resource.ResourceStore;
import dev.fiducia.kbs.tokenkey.TokenKeyRoutes;
import dev.fiducia.rvps.ReferenceValues;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// The protocol of guests, from handshake to release, and what its decisions are made by.
record ProtocolFeature(
        Foundation base,
        ReferenceValues references,
        AttestationPolicies attestationPolicies,
        Attestation attestation,
        Handshake handshake,
        KbsMetrics metrics) {
    private static final Duration PRUNE = Duration.ofHours(1);
    private static final Namespace USED_CHALLENGES = new Namespace("used_challenge");

    static ProtocolFeature open(
            Foundation base,
            ReferenceValues references,
            InitdataFeature initdata,
            CollateralService collateral,
            KbsMetrics metrics,
            Openings openings)
            throws VerifierSetupException, TokenKeyException {
        AttestationPolicies policies = new AttestationPolicies(base.store(), base.crypto());
        Attestation attestation =
                Attestation.create(
                        base.config(),
                        base.store(),
                        base.state().ring(),
                        policies,
                        references,
                        initdata.bindings(),
                        initdata.attestations(),
                        base.recordings().decisions(),
                        collateral,
                        base.crypto(),
                        base.clock());
        Duration lifetime = base.config().attestationService().sessionLifetime();
        SingleUse uses =
                new SingleUse(
                        base.store(), USED_CHALLENGES, lifetime.multipliedBy(2), base.clock());
        if (attestation.signers() instanceof StoredSigners stored) {
            base.state().tasks().add("token-keys", PRUNE, _ -> stored.prune());
        }
        if (attestation.signers() instanceof FileSigners files) {
            TokenKeyWatch key = new TokenKeyWatch(files, base.recordings().decisions());
            key.look();
            openings.add(Watch.of("token-key", Watch.FILES, key::look));
        }
        base.state().tasks().add("used-challenges", lifetime, _ -> uses.sweep());
        Handshake handshake =
                new Handshake(
                        openings.add(new RingChallengeKeys(base.state().ring())),
                        lifetime,
                        uses,
                        base.state().sessions(),
                        attestation,
                        base.crypto(),
                        base.clock());
        return new ProtocolFeature(base, references, policies, attestation, handshake, metrics);
    }

    /// @param resources what there is to release; empty where the service keeps none
    List<RouteContribution> routes(Optional<ResourceStore> resources, InitdataFeature initdata) {
        ResourcePolicy releases =
                new ResourcePolicy(base.store(), base.config().policy().profile());
        Decisions decisions = base.recordings().decisions();
        // The plugins' catch-all is last: a built-in name comes before a plugin's.
        return List.of(
                HandshakeRoutes.of(handshake, decisions, base.clock(), metrics),
                PolicyRoutes.of(releases, attestationPolicies, decisions, base.admin()),
                ReferenceValueRoutes.of(references, decisions, base.admin()),
                TokenKeyRoutes.of(
                        attestation.signers(), base.commits(), base.admin(), base.clock()),
                PluginRoutes.of(
                        resources,
                        new GuestAuthorization(handshake, attestation.tokens()),
                        initdata.current(),
                        initdata.grants(),
                        releases,
                        JweSealer.of(base.crypto()),
                        base.admin(),
                        decisions,
                        metrics));
    }
}
