package dev.fiducia.kbs;

import dev.fiducia.attestation.InitdataBindings;
import dev.fiducia.ha.leader.LeaderTasks;
import dev.fiducia.kbs.admission.AdmissionRoutes;
import dev.fiducia.kbs.agentpolicy.AgentPolicies;
import dev.fiducia.kbs.agentpolicy.AgentPolicyRoutes;
import dev.fiducia.kbs.agentpolicy.JudgedBindings;
import dev.fiducia.kbs.agentpolicy.PolicyVerdicts;
import dev.fiducia.kbs.api.Approvals;
import dev.fiducia.kbs.attested.AttestationRoutes;
import dev.fiducia.kbs.attested.RecentAttestations;
import dev.fiducia.kbs.config.Approval;
import dev.fiducia.kbs.config.InitdataConfig;
import dev.fiducia.kbs.grant.GrantRoutes;
import dev.fiducia.kbs.grant.Grants;
import dev.fiducia.kbs.http.RouteContribution;
import dev.fiducia.kbs.manifest.ManifestRoutes;
import dev.fiducia.kbs.registry.DocumentLint;
import dev.fiducia.kbs.registry.InitdataRegistry;
import dev.fiducia.kbs.registry.LookupRoutes;
import dev.fiducia.kbs.registry.RegistryBindings;
import dev.fiducia.kbs.registry.RegistryRoutes;
import dev.fiducia.kbs.resource.CurrentInitdata;
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
import dev.fiducia.rvps.ReferenceValues;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Registered initdata and what hangs on it: agent policies, rules, grants, templates, rotation,
/// admission.
record InitdataFeature(
        Foundation base,
        InitdataRegistry registry,
        AgentPolicies agentPolicies,
        PolicyVerdicts verdicts,
        Rules rules,
        Grants grants,
        InitdataBindings bindings,
        PinnedCertificates pinned,
        RecentAttestations attestations) {
    private static final Duration LOOK = Duration.ofMinutes(1);

    static InitdataFeature open(Foundation base, ReferenceValues references) {
        InitdataConfig config = base.config().initdata();
        Approvals approvals = new Approvals(config.approval());
        AgentPolicies agentPolicies = new AgentPolicies(base.store(), base.commits(), approvals);
        PolicyVerdicts verdicts = new PolicyVerdicts(agentPolicies);
        Rules rules = Rules.open(base.store(), base.commits(), verdicts);
        InitdataRegistry registry =
                new InitdataRegistry(
                        base.store(),
                        references,
                        base.commits(),
                        approvals,
                        base.clock(),
                        config.maxDocuments(),
                        rules.forRegistration());
        InitdataBindings bindings =
                new JudgedBindings(
                        new RegistryBindings(registry),
                        id -> registry.find(id).flatMap(each -> registry.document(each.revision())),
                        verdicts);
        PinnedCertificates pinned = new PinnedCertificates(registry);
        LeaderTasks tasks = base.state().tasks();
        ExpiryWatch expiry = new ExpiryWatch(pinned, base.clock());
        tasks.add("pinned-certificates", ExpiryWatch.INTERVAL, _ -> expiry.look());
        config.auditInterval()
                .map(interval ->
                        rules.schedule(new AuditedRegistry(registry), base.clock(), interval))
                .ifPresent(audits -> tasks.add("rule-audits", LOOK, _ -> audits.run()));
        return new InitdataFeature(
                base,
                registry,
                agentPolicies,
                verdicts,
                rules,
                new Grants(base.store(), base.commits()),
                bindings,
                pinned,
                new RecentAttestations(base.clock()));
    }

    /// What the registry says of a guest's document at a release.
    CurrentInitdata current() {
        return new CurrentInitdata(bindings, agentPolicies::isApproved);
    }

    /// @param resources that documents may name; empty where the service keeps none
    /// @param certificate that templates pin; empty without TLS
    List<RouteContribution> routes(
            Optional<ResourceStore> resources, Optional<ServerCertificate> certificate) {
        InitdataConfig config = base.config().initdata();
        DocumentLint lint =
                new DocumentLint(
                        new ResourceFacts(resources, config.serviceUrl()),
                        config.profile(),
                        base.clock());
        return List.of(
                RegistryRoutes.of(
                        registry,
                        lint,
                        config.maxDocumentBytes(),
                        config.approval() == Approval.NONE,
                        new AffectedByRevocation(registry, grants, attestations),
                        base.admin()),
                AttestationRoutes.of(attestations, registry, base.admin()),
                LookupRoutes.of(registry, base.admin()),
                ManifestRoutes.of(registry, base.admin()),
                RotationRoutes.of(registry, pinned, base.admin()),
                TemplateRoutes.of(
                        new Templates(base.store(), base.commits()),
                        ServiceValues.of(config.serviceUrl(), certificate),
                        base.admin()),
                GrantRoutes.of(grants, registry::isName, base.admin(), base.crypto(), base.clock()),
                AgentPolicyRoutes.of(agentPolicies, base.admin(), base.clock()),
                rules.routes(new AuditedRegistry(registry), base.admin(), base.clock()),
                AdmissionRoutes.of(base.config().admission(), registry, verdicts, rules.forPods()));
    }
}
