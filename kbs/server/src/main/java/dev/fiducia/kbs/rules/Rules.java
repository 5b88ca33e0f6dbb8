package dev.fiducia.kbs.rules;

import dev.fiducia.ha.store.RecordStore;
import dev.fiducia.initdata.InitdataDocument;
import dev.fiducia.initdata.registry.InitdataRevision;
import dev.fiducia.initdata.registry.RegistrationRule;
import dev.fiducia.kbs.admin.AdminGate;
import dev.fiducia.kbs.admission.PodRule;
import dev.fiducia.kbs.agentpolicy.PolicyVerdicts;
import dev.fiducia.kbs.api.AdminCommits;
import dev.fiducia.kbs.http.Route;
import dev.fiducia.kbs.http.RouteContribution;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/// The rules of administrators: what they say at a registration, and where they are set.
public final class Rules {
    private final RecordStore store;
    private final PolicyVerdicts verdicts;
    private final Constraints constraints;
    private final ImageRules images;

    private Rules(RecordStore store, AdminCommits commits, PolicyVerdicts verdicts) {
        this.store = store;
        this.verdicts = verdicts;
        this.constraints = new Constraints(store, commits);
        this.images = new ImageRules(store, commits);
    }

    /// The rules that a store holds.
    public static Rules open(RecordStore store, AdminCommits commits, PolicyVerdicts verdicts) {
        return new Rules(store, commits, verdicts);
    }

    /// The registry, as far as audits ask it.
    public interface InForce {
        /// The revisions in force at an instant.
        List<InitdataRevision> revisions(Instant now);

        /// The document of a revision.
        InitdataDocument document(InitdataRevision revision);
    }

    /// What judges documents before they count.
    public List<RegistrationRule> forRegistration() {
        return List.of(new ConstraintRule(constraints, verdicts), new ImageRule(images));
    }

    /// What judges pods before they start.
    public List<PodRule> forPods() {
        return List.of(new PodImageRule(images));
    }

    /// Where the rules are set, and audits are run.
    public RouteContribution routes(InForce registry, AdminGate gate, InstantSource clock) {
        RuleAudits audits = audits(registry, clock);
        List<Route> routes = new ArrayList<>();
        routes.addAll(ConstraintRoutes.of(constraints, audits, gate));
        routes.addAll(ImageRuleRoutes.of(images, gate));
        routes.addAll(RuleAuditRoutes.of(audits, gate));
        return new RouteContribution("rules", routes, List.of());
    }

    /// What runs an audit if the last one is older than an interval: to be asked every now and
    /// then.
    public Runnable schedule(InForce registry, InstantSource clock, Duration interval) {
        return new AuditSchedule(audits(registry, clock), clock, interval)::look;
    }

    private RuleAudits audits(InForce registry, InstantSource clock) {
        return new RuleAudits(store, constraints, images, verdicts, registry, clock);
    }
}
